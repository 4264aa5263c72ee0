package io.millirun.billing.statement;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.billing.prices.PriceHistory.PricedPeriod;
import io.millirun.billing.rating.RateCard;
import io.millirun.billing.statement.StatementCalculator.UsedPeriod;
import io.millirun.kernel.FunctionId;
import io.millirun.metering.ledger.FunctionDay;
import io.millirun.metering.ledger.UsagePeriod;
import io.millirun.metering.ledger.UsageTotals;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Currency;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class StatementCalculatorTests {

    private static final PricedPeriod FEBRUARY = new PricedPeriod(
            UsagePeriod.month(YearMonth.of(2028, 2)), RateCard.standard("standard", Currency.getInstance("USD")));

    @Property(tries = 200)
    void neitherTheOrderNorTheSplittingOfUsageChangesAnything(
            @ForAll("usage") List<FunctionDay> usage, @ForAll Random random) {
        List<FunctionDay> split = new ArrayList<>();
        for (FunctionDay day : usage) {
            long requests = random.nextLong(day.totals().requests() + 1);
            long mbMs = random.nextLong(day.totals().mbMs() + 1);
            split.add(part(day.function(), day.day(), requests, mbMs));
            split.add(part(
                    day.function(),
                    day.day(),
                    day.totals().requests() - requests,
                    day.totals().mbMs() - mbMs));
        }
        Collections.shuffle(split, random);

        assertThat(sections(split)).isEqualTo(sections(usage));
    }

    @Property(tries = 200)
    void theFunctionsOfASectionAddUpToItsQuantity(@ForAll("usage") List<FunctionDay> usage) {
        assertThat(sections(usage)).allSatisfy(section -> {
            assertThat(section.functions().stream()
                            .mapToLong(FunctionQuantity::quantity)
                            .sum())
                    .isEqualTo(section.used());
            assertThat(section.functions())
                    .allSatisfy(function -> assertThat(function.days().values().stream()
                                    .mapToLong(Long::longValue)
                                    .sum())
                            .isEqualTo(function.quantity()));
        });
    }

    @Provide
    Arbitrary<List<FunctionDay>> usage() {
        return Combinators.combine(
                        Arbitraries.longs().between(1, 4),
                        Arbitraries.integers().between(1, 29),
                        Arbitraries.longs().between(0, 1_000_000_000),
                        Arbitraries.longs().between(0, 1_000_000_000_000_000L))
                .as((function, day, requests, mbMs) ->
                        part(new FunctionId(new UUID(0, function)), LocalDate.of(2028, 2, day), requests, mbMs))
                .list()
                .ofMaxSize(20);
    }

    private static List<Section> sections(List<FunctionDay> usage) {
        return StatementCalculator.sections(List.of(new UsedPeriod(FEBRUARY, usage)));
    }

    private static FunctionDay part(FunctionId function, LocalDate day, long requests, long mbMs) {
        return new FunctionDay(
                function, day, new UsageTotals(requests, requests, 0, mbMs, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    }
}
