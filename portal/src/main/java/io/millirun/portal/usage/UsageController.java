package io.millirun.portal.usage;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.InvocationId;
import io.millirun.metering.ledger.UsagePeriod;
import io.millirun.portal.organization.Member;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.portal.statement.FunctionNames;
import io.millirun.portal.statement.MonthChoice;
import java.time.Clock;
import java.time.YearMonth;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** The page of an organization's usage. */
@Controller
@Needs(Permission.READ_USAGE)
class UsageController {

    private final UsageReport report;
    private final InvocationList invocations;
    private final FunctionNames functions;
    private final Clock clock;

    UsageController(UsageReport report, InvocationList invocations, FunctionNames functions, Clock clock) {
        this.report = report;
        this.invocations = invocations;
        this.functions = functions;
        this.clock = clock;
    }

    /**
     * @param function shows the latest invocations of this one alone
     * @param before shows those before this one
     */
    @GetMapping("/usage")
    String page(
            Member member,
            @RequestParam(required = false) @Nullable YearMonth month,
            @RequestParam(defaultValue = "cost") String chart,
            @RequestParam(required = false) @Nullable UUID function,
            @RequestParam(required = false) @Nullable UUID before,
            Model model) {
        MonthChoice months = MonthChoice.of(month, clock);
        FunctionNames.Known names = functions.of(member.organization());
        FunctionId only = function == null ? null : new FunctionId(function);
        model.addAttribute("months", months);
        Measure measure = Measure.named(chart);
        model.addAttribute("measure", measure);
        model.addAttribute("usage", report.of(member.organization(), months.shown(), measure, names));
        model.addAttribute(
                "invocations",
                invocations.of(
                        member.organization(),
                        UsagePeriod.month(months.shown()),
                        only,
                        before == null ? null : invocation(before),
                        names));
        model.addAttribute("only", only == null ? null : names.label(only));
        model.addAttribute("onlyId", function);
        model.addAttribute("before", before);
        return "usage";
    }

    private static InvocationId invocation(UUID id) {
        if (id.version() != 7) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        }
        return new InvocationId(id);
    }
}
