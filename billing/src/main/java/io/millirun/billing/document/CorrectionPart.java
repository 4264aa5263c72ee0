package io.millirun.billing.document;

import io.millirun.billing.rating.Correction;
import io.millirun.billing.rating.Correction.LateSpan;
import io.millirun.billing.rating.Step;
import java.time.YearMonth;
import java.util.List;

/**
 * What came late for a month that was invoiced before.
 *
 * @param before what that month came to without it, in minor units of its currency
 * @param after what it comes to with it
 * @param amount the difference
 */
public record CorrectionPart(
        YearMonth month, List<Span> spans, long before, long after, long amount, List<Step> steps) {

    public CorrectionPart {
        spans = List.copyOf(spans);
        steps = List.copyOf(steps);
    }

    /**
     * Usage under one rate card: what was billed until now, and what came late.
     *
     * @param mbMs megabytes times milliseconds
     */
    public record Span(PricedSpan price, long requests, long mbMs, long lateRequests, long lateMbMs) {

        private static Span of(LateSpan span) {
            return new Span(
                    PricedSpan.of(span.period(), span.card()),
                    span.requests(),
                    span.mbMs(),
                    span.lateRequests(),
                    span.lateMbMs());
        }
    }

    /** What a document keeps of a correction. */
    public static CorrectionPart of(Correction correction) {
        return new CorrectionPart(
                correction.month(),
                correction.spans().stream().map(Span::of).toList(),
                correction.before().minorUnits(),
                correction.after().minorUnits(),
                correction.amount().minorUnits(),
                correction.steps());
    }
}
