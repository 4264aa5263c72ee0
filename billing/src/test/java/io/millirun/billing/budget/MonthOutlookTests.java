package io.millirun.billing.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.billing.rating.MeterPrice;
import io.millirun.billing.rating.MeteredSpan;
import io.millirun.billing.rating.RateCard;
import io.millirun.metering.ledger.UsagePeriod;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Currency;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class MonthOutlookTests {

    private static final Currency USD = Currency.getInstance("USD");
    private static final UsagePeriod NOVEMBER = UsagePeriod.month(YearMonth.of(2026, 11));
    private static final Instant TENTH = Instant.parse("2026-11-11T00:00:00Z");
    private static final Pace STILL = new Pace(0, 0, Duration.ofDays(7));

    @Test
    void goesOnAtThePaceOfTheLastDays() {
        // 10 days with 100,000 requests each, 20 days left at the same pace: a cent per 1,000.
        MonthOutlook outlook = MonthOutlook.of(
                List.of(new MeteredSpan(NOVEMBER, card("10"), 1_000_000, 0)),
                new Pace(700_000, 0, Duration.ofDays(7)),
                TENTH);

        assertThat(outlook.spent()).hasToString("10.00 USD");
        assertThat(outlook.forecast()).hasToString("30.00 USD");
    }

    @Test
    void knowsPricesThatTakeOverBeforeTheMonthEnds() {
        UsagePeriod first = UsagePeriod.days(LocalDate.parse("2026-11-01"), LocalDate.parse("2026-11-21"));
        UsagePeriod then = UsagePeriod.days(LocalDate.parse("2026-11-21"), LocalDate.parse("2026-12-01"));
        MonthOutlook outlook = MonthOutlook.of(
                List.of(new MeteredSpan(first, card("10"), 1_000_000, 0), new MeteredSpan(then, card("20"), 0, 0)),
                new Pace(700_000, 0, Duration.ofDays(7)),
                TENTH);

        assertThat(outlook.forecast()).hasToString("40.00 USD");
    }

    @Property(tries = 100)
    void withoutFurtherUseTheForecastIsWhatWasSpent(@ForAll @LongRange(max = 1_000_000_000) long requests) {
        MonthOutlook outlook =
                MonthOutlook.of(List.of(new MeteredSpan(NOVEMBER, card("10"), requests, 0)), STILL, TENTH);

        assertThat(outlook.forecast()).isEqualTo(outlook.spent());
    }

    private static RateCard card(String perMillion) {
        return new RateCard(
                "plan",
                1,
                USD,
                0,
                MeterPrice.flat(0, new BigDecimal(perMillion)),
                MeterPrice.flat(0, new BigDecimal("0.0000166667")));
    }
}
