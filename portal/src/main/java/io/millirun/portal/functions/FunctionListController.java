package io.millirun.portal.functions;

import io.millirun.kernel.FunctionId;
import io.millirun.metering.ledger.UsageLedger;
import io.millirun.metering.ledger.UsagePeriod;
import io.millirun.metering.ledger.UsageTotals;
import io.millirun.portal.organization.Member;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.runtimemanager.functions.DeployedFunction;
import io.millirun.runtimemanager.functions.FunctionCatalog;
import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneOffset;
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

    private final FunctionCatalog catalog;
    private final UsageLedger usage;
    private final FunctionPrices prices;
    private final FunctionPages pages;
    private final Clock clock;

    FunctionListController(
            FunctionCatalog catalog, UsageLedger usage, FunctionPrices prices, FunctionPages pages, Clock clock) {
        this.catalog = catalog;
        this.usage = usage;
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
        YearMonth month = YearMonth.now(clock.withZone(ZoneOffset.UTC));
        Map<FunctionId, UsageTotals> used = usage.byFunction(member.organization(), UsagePeriod.month(month));
        List<Row> rows = all.stream()
                .filter(function -> contains(function.name().value(), q) || contains(function.description(), q))
                .filter(function ->
                        runtime.isEmpty() || function.latest().runtime().equals(runtime))
                .map(function -> {
                    UsageTotals totals = used.getOrDefault(function.latest().function(), UsageTotals.ZERO);
                    return new Row(function, totals, prices.cost(member.organization(), totals));
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

    /** A line of the list: a function, what it used this month and the list price of that. */
    record Row(DeployedFunction function, UsageTotals usage, FunctionPrices.Amount cost) {}
}
