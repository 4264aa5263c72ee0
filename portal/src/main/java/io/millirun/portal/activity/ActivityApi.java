package io.millirun.portal.activity;

import io.millirun.billing.prices.ListPrices;
import io.millirun.kernel.FunctionId;
import io.millirun.kernel.InvocationId;
import io.millirun.metering.UsageRecord;
import io.millirun.metering.ledger.CallCurvePoint;
import io.millirun.metering.ledger.CallFilter;
import io.millirun.metering.ledger.CallJournal;
import io.millirun.metering.ledger.UsageJournal;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.runtimemanager.Caller;
import io.millirun.runtimemanager.functions.DeployedFunction;
import io.millirun.runtimemanager.functions.FunctionCatalog;
import io.millirun.runtimemanager.functions.FunctionName;
import io.millirun.runtimemanager.functions.LogSettings;
import io.millirun.runtimemanager.logs.CallSummary;
import io.millirun.runtimemanager.logs.FunctionLogs;
import io.millirun.runtimemanager.logs.LoggedCall;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** What functions did, for programs: invocations, logs and metrics. */
@RestController
@Needs(Permission.READ_FUNCTIONS)
@RequestMapping("/api/v1/functions/{name}")
@Tag(name = "Activity", description = "What a function did: its invocations, its logs, its curves over time")
class ActivityApi {

    private static final int MOST = 500;
    private static final int MOST_POINTS = 1_000;
    private static final Duration LONGEST = Duration.ofDays(400);

    private final FunctionCatalog catalog;
    private final CallJournal calls;
    private final UsageJournal journal;
    private final FunctionLogs logs;
    private final ListPrices prices;
    private final Clock clock;

    ActivityApi(
            FunctionCatalog catalog,
            CallJournal calls,
            UsageJournal journal,
            FunctionLogs logs,
            ListPrices prices,
            Clock clock) {
        this.catalog = catalog;
        this.calls = calls;
        this.journal = journal;
        this.logs = logs;
        this.prices = prices;
        this.clock = clock;
    }

    /**
     * An invocation.
     *
     * @param outcome {@code ok}, {@code function_error}, {@code timeout} …
     * @param peakMemoryBytes null where it was not measured
     * @param listPrice exact decimal in {@code currency}, before allowances and tiers
     */
    record Call(
            String id,
            Instant startedAt,
            String version,
            String trigger,
            String outcome,
            boolean cold,
            long initMicros,
            long durationMicros,
            long billedMs,
            int memoryMb,
            @Nullable Long peakMemoryBytes,
            String listPrice,
            String currency) {}

    /**
     * A page of invocations.
     *
     * @param before give this to get the next page; null at the end
     */
    record Calls(List<Call> invocations, @Nullable String before) {}

    /**
     * An invocation with its log.
     *
     * @param call null while the call runs, or is being counted
     * @param waitedMicros null while the call runs
     */
    record CallDetail(
            String id,
            @Nullable Call call,
            @Nullable Long waitedMicros,
            @Nullable String errorType,
            @Nullable String errorMessage,
            List<Line> log) {}

    /** A line of a log; {@code level} is {@code START}, {@code END} or {@code REPORT} for the platform's own. */
    record Line(String id, String time, String level, String text) {}

    /**
     * A page of lines.
     *
     * @param before give this to get the next page; null at the end
     */
    record Lines(List<Line> lines, @Nullable String before) {}

    record Metrics(Instant from, Instant to, long stepSeconds, List<CallCurvePoint> points, CallCurvePoint whole) {}

    @GetMapping("/invocations")
    @Operation(summary = "Lists invocations, newest first")
    Calls invocations(
            Caller caller,
            @PathVariable String name,
            @Parameter(description = "Begin, ISO 8601; a day ago by default") @RequestParam(required = false) @Nullable
                    Instant from,
            @Parameter(description = "End, ISO 8601; now by default") @RequestParam(required = false) @Nullable
                    Instant to,
            @Parameter(description = "An outcome, or failed for all that are the code's fault")
                    @RequestParam(defaultValue = "")
                    String status,
            @Parameter(description = "cold or warm") @RequestParam(defaultValue = "") String start,
            @RequestParam(defaultValue = "") String trigger,
            @RequestParam(required = false) @Nullable UUID before,
            @RequestParam(defaultValue = "50") int limit) {
        FunctionId function = require(caller, name).latest().function();
        TimeRange time = range(from, to);
        CallFilter filter = new InvocationsController.Choice(status, start, trigger).filter(time);
        int most = Math.clamp(limit, 1, MOST);
        List<UsageRecord> found = calls.page(
                caller.tenant(),
                function,
                filter,
                before == null ? null : InvocationsController.invocation(before),
                most + 1);
        List<UsageRecord> shown = found.subList(0, Math.min(most, found.size()));
        return new Calls(
                shown.stream().map(this::call).toList(),
                found.size() > most ? shown.getLast().id().toString() : null);
    }

    @GetMapping("/invocations/{id}")
    @Operation(summary = "Shows one invocation with its log")
    CallDetail invocation(Caller caller, @PathVariable String name, @PathVariable UUID id) {
        DeployedFunction function = require(caller, name);
        InvocationId invocation = InvocationsController.invocation(id);
        Optional<UsageRecord> usage = journal.find(caller.tenant(), invocation)
                .filter(found -> found.function().equals(function.latest().function()));
        Optional<LoggedCall> log = logs.find(caller.tenant(), function.latest().function(), invocation);
        if (usage.isEmpty() && log.isEmpty()) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        Optional<CallSummary> summary = log.map(LoggedCall::summary);
        return new CallDetail(
                id.toString(),
                usage.map(this::call).orElse(null),
                summary.map(CallSummary::waitedMicros).orElse(null),
                summary.map(CallSummary::errorType)
                        .filter(type -> !type.isEmpty())
                        .orElse(null),
                summary.map(CallSummary::errorMessage)
                        .filter(text -> !text.isEmpty())
                        .orElse(null),
                log.map(found -> lines(List.of(found), function)).orElse(List.of()));
    }

    @GetMapping("/logs")
    @Operation(summary = "Lists lines of the log by invocation, oldest first within a page, newest page first")
    Lines log(
            Caller caller,
            @PathVariable String name,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            @Parameter(description = "Only invocations that printed this") @RequestParam(defaultValue = "") String q,
            @RequestParam(required = false) @Nullable UUID before,
            @Parameter(description = "Most invocations of a page") @RequestParam(defaultValue = "50") int limit) {
        DeployedFunction function = require(caller, name);
        TimeRange time = range(from, to);
        int most = Math.clamp(limit, 1, MOST);
        List<LoggedCall> found = logs.page(
                caller.tenant(),
                function.latest().function(),
                time.from(),
                time.to(),
                q,
                before == null ? null : InvocationsController.invocation(before),
                most + 1);
        List<LoggedCall> shown = found.subList(0, Math.min(most, found.size()));
        return new Lines(
                lines(shown.reversed(), function),
                found.size() > most ? shown.getLast().id().toString() : null);
    }

    @GetMapping("/metrics")
    @Operation(summary = "Shows calls, errors, cold starts, percentiles and memory over time")
    Metrics metrics(
            Caller caller,
            @PathVariable String name,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            @Parameter(description = "Seconds of each step") @RequestParam(defaultValue = "900") long step) {
        FunctionId function = require(caller, name).latest().function();
        TimeRange time = range(from, to);
        if (step < 1 || Duration.between(time.from(), time.to()).toSeconds() / step > MOST_POINTS) {
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST, "at most " + MOST_POINTS + " steps of at least a second");
        }
        Instant begin = Instant.ofEpochSecond(time.from().getEpochSecond());
        var curve = calls.curve(caller.tenant(), function, begin, time.to(), Duration.ofSeconds(step));
        return new Metrics(begin, time.to(), step, curve.points(), curve.whole());
    }

    private DeployedFunction require(Caller caller, String name) {
        return Optional.of(name)
                .filter(FunctionName::isValid)
                .flatMap(valid -> catalog.find(caller.tenant(), new FunctionName(valid)))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private TimeRange range(@Nullable Instant from, @Nullable Instant to) {
        Instant end = to == null ? clock.instant() : to;
        Instant begin = from == null ? end.minus(Duration.ofDays(1)) : from;
        if (!begin.isBefore(end) || Duration.between(begin, end).compareTo(LONGEST) > 0) {
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST, "from must lie before to, by " + LONGEST.toDays() + " days at most");
        }
        return new TimeRange("", begin, end, "", "");
    }

    private Call call(UsageRecord usage) {
        return new Call(
                usage.id().toString(),
                usage.id().startedAt(),
                usage.functionVersion(),
                usage.trigger().name().toLowerCase(Locale.ROOT),
                usage.outcome().name().toLowerCase(Locale.ROOT),
                usage.cold(),
                usage.initMicros(),
                usage.durationMicros(),
                usage.billedMs(),
                usage.memory().megabytes(),
                usage.peakMemoryBytes() < 0 ? null : Long.valueOf(usage.peakMemoryBytes()),
                prices.amount(usage).toPlainString(),
                prices.currency(usage).getCurrencyCode());
    }

    private static List<Line> lines(List<LoggedCall> calls, DeployedFunction function) {
        LogSettings.Format format = function.latest().options().logging().format();
        return calls.stream()
                .flatMap(call -> LogView.of(call, format).stream())
                .map(line -> new Line(line.id(), line.time(), line.level(), line.text()))
                .toList();
    }
}
