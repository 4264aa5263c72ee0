package io.millirun.portal.usage;

import io.millirun.billing.rating.Figures;
import io.millirun.billing.rating.Meter;
import io.millirun.billing.rating.RatedLine;
import io.millirun.billing.statement.Statement;
import io.millirun.billing.statement.Statements;
import io.millirun.kernel.FunctionId;
import io.millirun.kernel.TenantId;
import io.millirun.metering.ledger.UsageLedger;
import io.millirun.metering.ledger.UsagePeriod;
import io.millirun.metering.ledger.UsageTotals;
import io.millirun.portal.figure.Figure;
import io.millirun.portal.statement.FunctionNames;
import io.millirun.portal.usage.UsagePage.DayRow;
import io.millirun.portal.usage.UsagePage.FunctionRow;
import io.millirun.portal.usage.UsagePage.Sums;
import io.millirun.portal.usage.UsagePage.Tiles;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Gathers what the page of a month's usage shows. */
@Component
class UsageReport {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);

    private final UsageLedger ledger;
    private final Statements statements;

    UsageReport(UsageLedger ledger, Statements statements) {
        this.ledger = ledger;
        this.statements = statements;
    }

    UsagePage of(TenantId tenant, YearMonth month, Measure measure, FunctionNames.Known names) {
        UsagePeriod period = UsagePeriod.month(month);
        Statement statement = statements.of(tenant, month);
        Map<LocalDate, UsageTotals> days = ledger.byDay(tenant, period);
        Map<FunctionId, UsageTotals> functions = ledger.byFunction(tenant, period);
        ListPriceShares prices = ListPriceShares.of(statement);
        Currency currency = statement.total().currency();
        return new UsagePage(
                statement.asOf(),
                tiles(statement),
                days.entrySet().stream()
                        .map(day -> row(day.getKey(), day.getValue(), prices, currency))
                        .toList(),
                chart(month, measure, days, prices, currency),
                functions.entrySet().stream()
                        .map(function -> row(function.getKey(), function.getValue(), prices, names, currency))
                        .toList(),
                sums(statement, prices));
    }

    private static Tiles tiles(Statement statement) {
        UsageTotals usage = statement.usage();
        return new Tiles(
                Figure.money(statement.total()),
                Figure.count(usage.invocations()),
                Figure.count(usage.requests()),
                Figure.count(charged(statement, Meter.REQUESTS)),
                Figure.gbSeconds(usage.mbMs()),
                Figure.gbSeconds(charged(statement, Meter.COMPUTE)),
                Figure.count(usage.errors()),
                Figure.share(usage.errors(), usage.invocations()),
                Figure.count(usage.cold()),
                Figure.share(usage.cold(), usage.invocations()));
    }

    private static long charged(Statement statement, Meter meter) {
        return statement.sections(meter).stream()
                .flatMap(section -> section.lines().stream())
                .mapToLong(RatedLine::charged)
                .sum();
    }

    private static DayRow row(LocalDate day, UsageTotals totals, ListPriceShares prices, Currency currency) {
        return new DayRow(
                day,
                Figure.count(totals.invocations()),
                Figure.gbSeconds(totals.mbMs()),
                Figure.price(prices.of(day), currency));
    }

    private static FunctionRow row(
            FunctionId function,
            UsageTotals totals,
            ListPriceShares prices,
            FunctionNames.Known names,
            Currency currency) {
        return new FunctionRow(
                function.toString(),
                names.label(function),
                names.name(function).isPresent(),
                Figure.count(totals.invocations()),
                Figure.count(totals.errors()),
                Figure.count(totals.cold()),
                Figure.gbSeconds(totals.mbMs()),
                Figure.price(prices.of(function), currency));
    }

    private static Sums sums(Statement statement, ListPriceShares prices) {
        UsageTotals usage = statement.usage();
        Currency currency = statement.total().currency();
        return new Sums(
                Figure.count(usage.invocations()),
                Figure.count(usage.errors()),
                Figure.count(usage.cold()),
                Figure.gbSeconds(usage.mbMs()),
                Figure.price(prices.total(), currency),
                Figure.price(statement.total().amount().subtract(prices.total()), currency),
                Figure.money(statement.total()));
    }

    private static DayChart chart(
            YearMonth month,
            Measure measure,
            Map<LocalDate, UsageTotals> days,
            ListPriceShares prices,
            Currency currency) {
        List<DayChart.Day> bars = new ArrayList<>();
        for (int i = 1; i <= month.lengthOfMonth(); i++) {
            LocalDate day = month.atDay(i);
            UsageTotals totals = days.getOrDefault(day, UsageTotals.ZERO);
            BigDecimal value = switch (measure) {
                case COST -> prices.of(day);
                case INVOCATIONS -> BigDecimal.valueOf(totals.invocations());
                case COMPUTE -> Meter.COMPUTE.shown(totals.mbMs());
            };
            bars.add(new DayChart.Day(value, DAY.format(day) + ": " + text(value, measure, currency)));
        }
        return DayChart.of(bars, value -> label(value, measure, currency));
    }

    private static String text(BigDecimal value, Measure measure, Currency currency) {
        return switch (measure) {
            case COST -> Figure.price(value, currency).text();
            case INVOCATIONS -> Figures.of(value) + " invocations";
            case COMPUTE -> Figures.of(value) + " GB-s";
        };
    }

    private static String label(BigDecimal value, Measure measure, Currency currency) {
        if (measure != Measure.COST) {
            return Figures.of(value);
        }
        // A single decimal looks unfinished in an amount.
        return Figures.money(value.scale() == 1 ? value.setScale(2) : value, currency);
    }
}
