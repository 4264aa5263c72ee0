package io.millirun.portal.functions;

import io.millirun.kernel.FunctionId;
import io.millirun.metering.ledger.CallJournal;
import io.millirun.metering.ledger.UsageLedger;
import io.millirun.metering.ledger.UsagePeriod;
import io.millirun.metering.ledger.UsageTotals;
import io.millirun.portal.figure.Figure;
import io.millirun.portal.organization.Member;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.runtimemanager.functions.DeployedFunction;
import io.millirun.runtimemanager.functions.FunctionCatalog;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The list of an organization's functions. */
@Controller
@Needs(Permission.READ_FUNCTIONS)
class FunctionListController {

    /** The list shows that many hours, the running one included. */
    private static final int HOURS = 24;

    private final FunctionCatalog catalog;
    private final UsageLedger usage;
    private final CallJournal calls;
    private final FunctionPrices prices;
    private final FunctionPages pages;
    private final Clock clock;

    FunctionListController(
            FunctionCatalog catalog,
            UsageLedger usage,
            CallJournal calls,
            FunctionPrices prices,
            FunctionPages pages,
            Clock clock) {
        this.catalog = catalog;
        this.usage = usage;
        this.calls = calls;
        this.prices = prices;
        this.pages = pages;
        this.clock = clock;
    }

    @GetMapping("/functions")
    String list(
            Member member,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String runtime,
            Model model) {
        List<DeployedFunction> all = catalog.list(member.organization());
        Instant end = clock.instant().truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
        Instant first = end.minus(HOURS, ChronoUnit.HOURS);
        UsagePeriod day = new UsagePeriod(first, end);
        Map<FunctionId, UsageTotals> used = usage.byFunction(member.organization(), day);
        Map<FunctionId, List<CallJournal.HourOfCalls>> hours = calls.hours(member.organization(), day);
        Map<FunctionId, Long> slowest = calls.slowest(member.organization(), first, end);
        List<Row> rows = all.stream()
                .filter(function -> contains(function.name().value(), q) || contains(function.description(), q))
                .filter(function ->
                        runtime.isEmpty() || function.latest().runtime().equals(runtime))
                .map(function -> {
                    FunctionId id = function.latest().function();
                    UsageTotals totals = used.getOrDefault(id, UsageTotals.ZERO);
                    return new Row(
                            function,
                            totals,
                            Sparkline.of(hours.getOrDefault(id, List.of()), first, HOURS),
                            slowest.containsKey(id) ? Figure.time(slowest.get(id)) : Figure.NONE,
                            prices.cost(member.organization(), totals));
                })
                .toList();
        model.addAttribute("rows", rows);
        model.addAttribute("total", all.size());
        model.addAttribute(
                "runtimes",
                all.stream()
                        .map(function -> function.latest().runtime())
                        .distinct()
                        .sorted()
                        .toList());
        model.addAttribute("q", q);
        model.addAttribute("chosenRuntime", runtime);
        return "functions";
    }

    /** Where links that only know the name lead. */
    @GetMapping("/functions/{name}")
    String function(Member member, @PathVariable String name) {
        pages.require(member, name);
        return "redirect:/functions/{name}/code";
    }

    private static boolean contains(String text, String part) {
        return text.toLowerCase(Locale.ROOT).contains(part.strip().toLowerCase(Locale.ROOT));
    }

    /** A line of the list: a function, what it did in the last day and the list price of that. */
    record Row(DeployedFunction function, UsageTotals usage, Sparkline spark, Figure p95, FunctionPrices.Amount cost) {}
}
