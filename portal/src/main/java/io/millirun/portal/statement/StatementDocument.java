package io.millirun.portal.statement;

import io.millirun.billing.rating.RatedLine;
import io.millirun.billing.rating.Step;
import io.millirun.billing.statement.Statement;
import io.millirun.billing.statement.ZeroProof;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A statement for programs. Exact decimals are texts, so that no reader makes binary fractions of them.
 *
 * @param total sum of the lines' amounts, in minor units of the currency
 */
record StatementDocument(
        String organization,
        YearMonth month,
        Instant asOf,
        boolean running,
        String currency,
        List<Line> lines,
        @Nullable Extra minimum,
        List<Extra> corrections,
        long total,
        String rounding,
        @Nullable Proof proof) {

    /**
     * @param used requests, or megabytes times milliseconds
     * @param free covered by the free allowance
     * @param charged the rest
     * @param rate price of a million requests, or of a GB-second
     * @param exact amount to the last digit
     * @param amount rounded once, in minor units of the currency
     */
    record Line(
            String meter,
            Instant from,
            Instant to,
            int tier,
            long used,
            long free,
            long charged,
            String rate,
            String exact,
            long amount,
            List<Step> steps) {}

    /**
     * What is charged beside the month's usage.
     *
     * @param month that is corrected, or the statement's own for a minimum
     * @param amount in minor units of the currency
     */
    record Extra(YearMonth month, long amount, List<Step> steps) {}

    /** Why there is nothing to pay. */
    record Proof(long functionsDeployed, @Nullable Instant lastActivity, String sha256OfUsage) {}

    static StatementDocument of(Statement statement) {
        return new StatementDocument(
                statement.tenant().toString(),
                statement.month(),
                statement.asOf(),
                statement.isRunning(),
                statement.total().currency().getCurrencyCode(),
                statement.sections().stream()
                        .flatMap(section -> section.lines().stream())
                        .map(StatementDocument::line)
                        .toList(),
                statement
                        .minimum()
                        .map(line -> new Extra(statement.month(), line.amount().minorUnits(), line.steps()))
                        .orElse(null),
                statement.corrections().stream()
                        .map(line -> new Extra(line.month(), line.amount().minorUnits(), line.steps()))
                        .toList(),
                statement.total().minorUnits(),
                Statement.ROUNDING,
                statement.proof().map(StatementDocument::proof).orElse(null));
    }

    private static Line line(RatedLine line) {
        return new Line(
                line.meter().name().toLowerCase(Locale.ROOT),
                line.period().from(),
                line.period().to(),
                line.tier(),
                line.used(),
                line.free(),
                line.charged(),
                line.rate().toPlainString(),
                line.exact().toPlainString(),
                line.amount().minorUnits(),
                line.steps());
    }

    private static Proof proof(ZeroProof proof) {
        return new Proof(proof.functionsDeployed(), proof.lastActivity().orElse(null), proof.digest());
    }
}
