package io.millirun.portal.revenue;

import io.millirun.billing.ledger.Account;
import io.millirun.billing.ledger.PlatformBooks;
import io.millirun.billing.prices.Plans;
import io.millirun.billing.prices.RateCards;
import io.millirun.billing.rating.Figures;
import io.millirun.billing.rating.Meter;
import io.millirun.billing.rating.Money;
import io.millirun.kernel.TenantId;
import io.millirun.metering.ledger.PlatformUsage;
import io.millirun.metering.ledger.PlatformUsage.TenantDay;
import io.millirun.portal.figure.Figure;
import io.millirun.portal.organization.OrganizationDirectory;
import io.millirun.portal.revenue.Takings.Sum;
import io.millirun.portal.usage.DayChart;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes the page of revenue and usage. */
@Component
class RevenueReport {

    private static final int TOP = 20;

    private final PlatformUsage usage;
    private final Takings takings;
    private final PlatformBooks books;
    private final OrganizationDirectory organizations;
    private final Plans plans;
    private final Clock clock;

    RevenueReport(
            PlatformUsage usage,
            Takings takings,
            PlatformBooks books,
            OrganizationDirectory organizations,
            Plans plans,
            Clock clock) {
        this.usage = usage;
        this.takings = takings;
        this.books = books;
        this.organizations = organizations;
        this.plans = plans;
        this.clock = clock;
    }

    /** What the chart shows. */
    enum Measure {
        REVENUE,
        INVOCATIONS,
        COMPUTE
    }

    /**
     * The page.
     *
     * @param currencies that there are, in the order of their codes
     * @param books what was invoiced and paid in each month, the latest first
     * @param owed what all organizations owe now
     */
    record View(
            Span span,
            Currency currency,
            List<Currency> currencies,
            Row sum,
            List<Row> rows,
            DayChart chart,
            List<Organization> top,
            List<BookMonth> books,
            Figure owed) {}

    /**
     * A step of time.
     *
     * @param rated what the month comes to by the rules of the statement; null for a day
     */
    record Row(
            String title,
            Figure invocations,
            Figure errors,
            Figure gbSeconds,
            Figure list,
            @Nullable Figure rated) {}

    /** An organization in the whole time. */
    record Organization(TenantId id, String name, String plan, Figure invocations, Figure gbSeconds, Figure list) {}

    /** What was posted in a month. */
    record BookMonth(String title, Figure invoiced, Figure tax, Figure paid, Figure credited) {}

    View of(Span span, Measure measure, String wanted) {
        LocalDate today = LocalDate.now(clock.withZone(ZoneOffset.UTC));
        List<Span.Step> steps = span.steps(today);
        List<TenantDay> all =
                usage.days(steps.getFirst().first(), steps.getLast().end());
        List<Currency> currencies = currencies(all);
        Currency currency = currencies.stream()
                .filter(one -> one.getCurrencyCode().equals(wanted))
                .findFirst()
                .orElse(currencies.getFirst());
        List<TenantDay> days = all.stream()
                .filter(day -> takings.currency(day).equals(currency))
                .toList();
        Map<YearMonth, Money> rated = span == Span.MONTHS ? takings.rated(days, currency) : Map.of();
        List<Row> rows = steps.stream()
                .map(step -> row(
                        step.title(),
                        sum(days, step),
                        currency,
                        span == Span.MONTHS
                                ? rated.getOrDefault(YearMonth.from(step.first()), Money.zero(currency))
                                : null))
                .toList();
        Sum whole = days.stream().map(takings::sum).reduce(Sum.NONE, Sum::plus);
        Money ratedWhole = rated.values().stream().reduce(Money.zero(currency), Money::plus);
        return new View(
                span,
                currency,
                currencies,
                row("", whole, currency, span == Span.MONTHS ? ratedWhole : null),
                rows.reversed(),
                chart(measure, steps, days, currency),
                top(days, currency),
                books(today, currency),
                Figure.money(books.owed().stream()
                        .filter(money -> money.currency().equals(currency))
                        .findFirst()
                        .orElse(Money.zero(currency))));
    }

    /** Those of the usage and of the plans. */
    private List<Currency> currencies(List<TenantDay> days) {
        TreeSet<Currency> found = new TreeSet<>(Comparator.comparing(Currency::getCurrencyCode));
        days.forEach(day -> found.add(takings.currency(day)));
        if (found.isEmpty()) {
            plans.find(RateCards.STANDARD).ifPresent(plan -> found.add(plan.currency()));
        }
        return List.copyOf(found);
    }

    private Sum sum(List<TenantDay> days, Span.Step step) {
        return days.stream()
                .filter(day -> !day.day().isBefore(step.first()) && day.day().isBefore(step.end()))
                .map(takings::sum)
                .reduce(Sum.NONE, Sum::plus);
    }

    private static Row row(String title, Sum sum, Currency currency, @Nullable Money rated) {
        return new Row(
                title,
                Figure.count(sum.invocations()),
                Figure.count(sum.errors()),
                Figure.gbSeconds(sum.mbMs()),
                Figure.price(sum.list(), currency),
                rated == null ? null : Figure.money(rated));
    }

    private DayChart chart(Measure measure, List<Span.Step> steps, List<TenantDay> days, Currency currency) {
        Function<Sum, BigDecimal> value = switch (measure) {
            case REVENUE -> Sum::list;
            case INVOCATIONS -> sum -> BigDecimal.valueOf(sum.invocations());
            case COMPUTE -> sum -> Meter.COMPUTE.shown(sum.mbMs());
        };
        Function<BigDecimal, String> label = switch (measure) {
            case REVENUE -> amount -> Figures.money(amount, currency);
            case INVOCATIONS -> Figures::of;
            case COMPUTE -> amount -> Figures.of(amount) + " GB-s";
        };
        return DayChart.of(
                steps.stream()
                        .map(step -> {
                            Sum sum = sum(days, step);
                            return new DayChart.Day(value.apply(sum), tip(step, sum, currency));
                        })
                        .toList(),
                label);
    }

    private static String tip(Span.Step step, Sum sum, Currency currency) {
        return step.title() + ": " + Figure.price(sum.list(), currency).text() + ", "
                + Figure.count(sum.invocations()).text() + " calls";
    }

    private List<Organization> top(List<TenantDay> days, Currency currency) {
        Map<TenantId, Sum> sums = days.stream()
                .collect(Collectors.groupingBy(
                        TenantDay::tenant, Collectors.reducing(Sum.NONE, takings::sum, Sum::plus)));
        Map<TenantId, String> names = organizations.names();
        Map<TenantId, String> chosen = plans.everybodyAt(clock.instant());
        return sums.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<TenantId, Sum> entry) ->
                                entry.getValue().list())
                        .reversed())
                .limit(TOP)
                .map(entry -> new Organization(
                        entry.getKey(),
                        names.getOrDefault(entry.getKey(), "–"),
                        chosen.getOrDefault(entry.getKey(), RateCards.STANDARD),
                        Figure.count(entry.getValue().invocations()),
                        Figure.gbSeconds(entry.getValue().mbMs()),
                        Figure.price(entry.getValue().list(), currency)))
                .toList();
    }

    private List<BookMonth> books(LocalDate today, Currency currency) {
        YearMonth last = YearMonth.from(today);
        Map<YearMonth, List<PlatformBooks.Posted>> posted = books.months(last.minusMonths(11), last).stream()
                .filter(one -> one.amount().currency().equals(currency))
                .collect(Collectors.groupingBy(PlatformBooks.Posted::month));
        return posted.entrySet().stream()
                .sorted(Map.Entry.<YearMonth, List<PlatformBooks.Posted>>comparingByKey()
                        .reversed())
                .map(month -> new BookMonth(
                        Span.title(month.getKey()),
                        // What is charged is credited: its sign is turned.
                        Figure.money(Money.zero(currency).minus(sum(month.getValue(), Account.REVENUE, currency))),
                        Figure.money(Money.zero(currency).minus(sum(month.getValue(), Account.TAX, currency))),
                        Figure.money(sum(month.getValue(), Account.CASH, currency)),
                        Figure.money(sum(month.getValue(), Account.PROMOTION, currency))))
                .toList();
    }

    private static Money sum(List<PlatformBooks.Posted> month, Account account, Currency currency) {
        return month.stream()
                .filter(one -> one.account() == account)
                .map(PlatformBooks.Posted::amount)
                .reduce(Money.zero(currency), Money::plus);
    }
}
