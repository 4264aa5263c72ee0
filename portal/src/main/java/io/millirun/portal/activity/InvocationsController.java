package io.millirun.portal.activity;

import io.millirun.billing.prices.ListPrices;
import io.millirun.kernel.InvocationId;
import io.millirun.metering.Outcome;
import io.millirun.metering.Trigger;
import io.millirun.metering.UsageRecord;
import io.millirun.metering.ledger.CallFilter;
import io.millirun.metering.ledger.CallJournal;
import io.millirun.portal.functions.FunctionPages;
import io.millirun.portal.organization.Member;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.runtimemanager.functions.DeployedFunction;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** The list of a function's invocations. */
@Controller
@Needs(Permission.READ_FUNCTIONS)
class InvocationsController {

    private static final int PAGE = 50;
    private static final Set<Outcome> FAILED =
            EnumSet.of(Outcome.FUNCTION_ERROR, Outcome.TIMEOUT, Outcome.OUT_OF_MEMORY, Outcome.EXITED);

    private final FunctionPages pages;
    private final CallJournal journal;
    private final ListPrices prices;
    private final Clock clock;

    InvocationsController(FunctionPages pages, CallJournal journal, ListPrices prices, Clock clock) {
        this.pages = pages;
        this.journal = journal;
        this.prices = prices;
        this.clock = clock;
    }

    /**
     * What the reader chose.
     *
     * @param status an outcome's name in small letters, {@code failed} for all that are the code's fault, or empty
     * @param start {@code cold}, {@code warm} or empty
     * @param trigger a trigger's name in small letters, or empty
     */
    record Choice(String status, String start, String trigger) {

        CallFilter filter(TimeRange range) {
            return new CallFilter(
                    range.from(),
                    range.to(),
                    status.equals("failed")
                            ? FAILED
                            : Stream.of(Outcome.values())
                                    .filter(outcome -> named(outcome, status))
                                    .collect(java.util.stream.Collectors.toSet()),
                    start.isEmpty() ? null : Boolean.valueOf(start.equals("cold")),
                    Stream.of(Trigger.values())
                            .filter(one -> named(one, trigger))
                            .findFirst()
                            .orElse(null));
        }

        /** Whether it leaves nothing out. */
        public boolean isAll() {
            return status.isEmpty() && start.isEmpty() && trigger.isEmpty();
        }

        private static boolean named(Enum<?> one, String name) {
            return one.name().toLowerCase(Locale.ROOT).equals(name);
        }
    }

    /** @param before shows the invocations before this one */
    @GetMapping("/functions/{name}/invocations")
    String list(
            Member member,
            @PathVariable String name,
            @RequestParam(defaultValue = "24h") String range,
            @RequestParam(defaultValue = "") String from,
            @RequestParam(defaultValue = "") String to,
            @RequestParam(defaultValue = "") String status,
            @RequestParam(defaultValue = "") String start,
            @RequestParam(defaultValue = "") String trigger,
            @RequestParam(required = false) @Nullable UUID before,
            Model model,
            Locale locale) {
        DeployedFunction function = pages.require(member, name);
        pages.head(model, member, function, locale);
        TimeRange time = TimeRange.of(range, from, to, "24h", clock.instant());
        Choice choice = new Choice(status, start, trigger);
        List<UsageRecord> found = journal.page(
                member.organization(),
                function.latest().function(),
                choice.filter(time),
                before == null ? null : invocation(before),
                PAGE + 1);
        List<UsageRecord> shown = found.subList(0, Math.min(PAGE, found.size()));
        model.addAttribute("range", time);
        model.addAttribute("ranges", TimeRange.NAMES);
        model.addAttribute("choice", choice);
        model.addAttribute("outcomes", Outcome.values());
        model.addAttribute("triggers", Trigger.values());
        model.addAttribute(
                "rows", shown.stream().map(usage -> CallRow.of(usage, prices)).toList());
        model.addAttribute("before", before);
        model.addAttribute("older", found.size() > PAGE ? shown.getLast().id().toString() : null);
        return "function-invocations";
    }

    /** An id of an address; there is no page for what cannot be one. */
    static InvocationId invocation(UUID id) {
        if (id.version() != 7) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        return new InvocationId(id);
    }
}
