package io.millirun.billing.statement;

import io.millirun.billing.prices.PriceHistory.PricedPeriod;
import io.millirun.billing.rating.Correction;
import io.millirun.billing.rating.Meter;
import io.millirun.billing.rating.MinimumLine;
import io.millirun.billing.rating.Money;
import io.millirun.kernel.TenantId;
import io.millirun.metering.ledger.UsagePeriod;
import io.millirun.metering.ledger.UsageTotals;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;

/**
 * What a UTC month has cost until {@code asOf}.
 *
 * @param usage the month's totals, what is not billed included; without what came late and is billed later
 * @param sections every meter under every rate card of the month, zero or not
 * @param minimum what a minimum commitment adds
 * @param corrections for months that were invoiced before, of usage that came late
 * @param total sum of the printed lines
 * @param proof there if there was no invocation at all
 */
public record Statement(
        TenantId tenant,
        YearMonth month,
        Instant asOf,
        UsageTotals usage,
        List<Section> sections,
        Optional<MinimumLine> minimum,
        List<Correction> corrections,
        Money total,
        Optional<ZeroProof> proof) {

    /** How line amounts are rounded, as printed. */
    public static final String ROUNDING =
            "Usage is summed in whole numbers for the whole month. Each line is computed with exact decimals and "
                    + "rounded half up, once, to the currency's smallest unit. Totals are sums of the printed lines.";

    public Statement {
        sections = List.copyOf(sections);
        corrections = List.copyOf(corrections);
    }

    /** Whether the month is not over. */
    public boolean isRunning() {
        return asOf.isBefore(UsagePeriod.month(month).to());
    }

    /** The sections of one meter, in the order of time. */
    public List<Section> sections(Meter meter) {
        return sections.stream().filter(section -> section.meter() == meter).toList();
    }

    /** The rate cards of the month and when they held. */
    public List<PricedPeriod> prices() {
        return sections(Meter.REQUESTS).stream().map(Section::priced).toList();
    }
}
