package io.millirun.portal.activity;

import io.millirun.billing.prices.ListPrices;
import io.millirun.kernel.FunctionId;
import io.millirun.kernel.InvocationId;
import io.millirun.metering.UsageRecord;
import io.millirun.metering.ledger.UsageJournal;
import io.millirun.portal.functions.FunctionPages;
import io.millirun.portal.functions.TestConsole;
import io.millirun.portal.functions.TestRun;
import io.millirun.portal.organization.Member;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.runtimemanager.functions.DeployedFunction;
import io.millirun.runtimemanager.functions.LogSettings;
import io.millirun.runtimemanager.logs.CallSummary;
import io.millirun.runtimemanager.logs.CapturedEvents;
import io.millirun.runtimemanager.logs.FunctionLogs;
import io.millirun.runtimemanager.logs.LoggedCall;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** One invocation: its log, where its time went, its error, its figures, and how its price is reached. */
@Controller
@Needs(Permission.READ_FUNCTIONS)
class InvocationController {

    /** How often, and how long in between, it is looked for the log of a new call. */
    private static final int MOST_LOOKS = 40;

    private static final Duration LOOK = Duration.ofMillis(100);

    private final FunctionPages pages;
    private final UsageJournal journal;
    private final FunctionLogs logs;
    private final CapturedEvents events;
    private final TestConsole console;
    private final ListPrices prices;

    InvocationController(
            FunctionPages pages,
            UsageJournal journal,
            FunctionLogs logs,
            CapturedEvents events,
            TestConsole console,
            ListPrices prices) {
        this.pages = pages;
        this.journal = journal;
        this.logs = logs;
        this.events = events;
        this.console = console;
        this.prices = prices;
    }

    @GetMapping("/functions/{name}/invocations/{id}")
    String show(Member member, @PathVariable String name, @PathVariable UUID id, Model model, Locale locale) {
        DeployedFunction function = pages.require(member, name);
        pages.head(model, member, function, locale);
        InvocationId invocation = InvocationsController.invocation(id);
        Optional<UsageRecord> usage = journal.find(member.organization(), invocation)
                .filter(found -> found.function().equals(function.latest().function()));
        Optional<LoggedCall> log =
                logs.find(member.organization(), function.latest().function(), invocation);
        if (usage.isEmpty() && log.isEmpty()) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        LogSettings.Format format = function.latest().options().logging().format();
        Optional<CallSummary> summary = log.map(LoggedCall::summary);
        model.addAttribute(
                "event",
                events.find(member.organization(), function.latest().function(), invocation)
                        .orElse(null));
        model.addAttribute("id", invocation.toString());
        model.addAttribute("startedAt", invocation.startedAt());
        model.addAttribute("row", usage.map(found -> CallRow.of(found, prices)).orElse(null));
        model.addAttribute(
                "price", usage.map(found -> PriceSteps.of(found, prices)).orElse(null));
        model.addAttribute("summary", summary.orElse(null));
        model.addAttribute("running", log.isPresent() && summary.isEmpty() && usage.isEmpty());
        model.addAttribute("waterfall", waterfall(usage, summary));
        model.addAttribute("lines", log.map(found -> LogView.of(found, format)).orElse(List.of()));
        return "function-invocation";
    }

    /** Runs the function again with the event of that call, and goes on to the new call as soon as it is written down. */
    @PostMapping("/functions/{name}/invocations/{id}/again")
    @Needs(Permission.INVOKE)
    String again(Member member, @PathVariable String name, @PathVariable UUID id, RedirectAttributes flash)
            throws InterruptedException {
        DeployedFunction function = pages.require(member, name);
        FunctionId functionId = function.latest().function();
        String event = events.find(member.organization(), functionId, InvocationsController.invocation(id))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        TestRun run = console.run(member, function.latest(), event);
        if (run.figures() == null) {
            flash.addFlashAttribute("againFailed", run.message());
            return "redirect:/functions/{name}/invocations/{id}";
        }
        var next = new InvocationId(UUID.fromString(run.requestId()));
        for (int look = 0; look < MOST_LOOKS; look++) {
            if (logs.find(member.organization(), functionId, next).isPresent()) {
                flash.addFlashAttribute("again", true);
                return "redirect:/functions/{name}/invocations/" + next;
            }
            Thread.sleep(LOOK);
        }
        flash.addFlashAttribute("againWaiting", true);
        return "redirect:/functions/{name}/invocations";
    }

    private static Waterfall waterfall(Optional<UsageRecord> usage, Optional<CallSummary> summary) {
        return Waterfall.of(
                summary.map(CallSummary::waitedMicros).orElse(0L),
                usage.map(UsageRecord::initMicros)
                        .or(() -> summary.map(CallSummary::initMicros))
                        .orElse(0L),
                usage.map(UsageRecord::durationMicros)
                        .or(() -> summary.map(CallSummary::durationMicros))
                        .orElse(0L));
    }
}
