package io.millirun.portal.events;

import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.runtimemanager.Caller;
import io.millirun.runtimemanager.functions.DeployedFunction;
import io.millirun.runtimemanager.functions.FunctionCatalog;
import io.millirun.runtimemanager.functions.FunctionName;
import io.millirun.runtimemanager.schedules.InvalidScheduleException;
import io.millirun.runtimemanager.schedules.Missed;
import io.millirun.runtimemanager.schedules.Schedule;
import io.millirun.runtimemanager.schedules.ScheduleId;
import io.millirun.runtimemanager.schedules.ScheduleSettings;
import io.millirun.runtimemanager.schedules.Schedules;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.databind.JsonNode;

/** A function's schedules. */
@RestController
@RequestMapping("/api/v1/functions/{name}/schedules")
@Tag(name = "Schedules", description = "Functions called by the clock")
class SchedulesApi {

    private static final int PREVIEW = 10;

    private final FunctionCatalog functions;
    private final Schedules schedules;
    private final Clock clock;

    SchedulesApi(FunctionCatalog functions, Schedules schedules, Clock clock) {
        this.functions = functions;
        this.schedules = schedules;
        this.clock = clock;
    }

    /**
     * What a schedule is to be.
     *
     * @param expression {@code rate(5 minutes)}, {@code cron(0 9 ? * MON-FRI *)} or {@code at(2026-12-24T18:00:00)}
     * @param timeZone name of an IANA zone, UTC if left out
     * @param payload JSON that the function gets; left out for an event that tells of the schedule
     * @param missed {@code skip}, {@code once} (the default) or {@code all}
     */
    record Wanted(
            @Nullable String name,
            @Nullable String qualifier,
            @Nullable String expression,
            @Nullable String timeZone,
            @Nullable Instant start,
            @Nullable Instant end,
            @Nullable JsonNode payload,
            @Nullable Boolean enabled,
            @Nullable String missed) {

        ScheduleSettings settings() {
            String policy = missed == null ? "once" : missed;
            return new ScheduleSettings(
                    Optional.ofNullable(name).orElse(""),
                    Optional.ofNullable(qualifier).orElse("$LATEST"),
                    Optional.ofNullable(expression).orElse(""),
                    Optional.ofNullable(timeZone).orElse("UTC"),
                    start,
                    end,
                    payload == null || payload.isNull() ? "" : payload.toString(),
                    enabled == null || enabled,
                    Stream.of(Missed.values())
                            .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(policy))
                            .findFirst()
                            .orElseThrow(
                                    () -> new InvalidScheduleException("missed", "missed must be skip, once or all.")));
        }
    }

    /**
     * A schedule.
     *
     * @param next the next ten runs, empty if it is switched off or over
     */
    record Shown(
            String id,
            String name,
            String function,
            String qualifier,
            String expression,
            String timeZone,
            @Nullable Instant start,
            @Nullable Instant end,
            @Nullable String payload,
            boolean enabled,
            String missed,
            @Nullable Instant lastRun,
            List<Instant> next) {}

    private Shown shown(Schedule schedule) {
        ScheduleSettings settings = schedule.settings();
        return new Shown(
                schedule.id().toString(),
                settings.name(),
                schedule.functionName(),
                settings.qualifier(),
                settings.expression(),
                settings.timeZone(),
                settings.start(),
                settings.end(),
                settings.payload().isEmpty() ? null : settings.payload(),
                settings.enabled(),
                settings.missed().name().toLowerCase(Locale.ROOT),
                schedule.lastAt(),
                settings.enabled() ? schedule.next(clock.instant(), PREVIEW) : List.of());
    }

    @Needs(Permission.READ_FUNCTIONS)
    @GetMapping
    @Operation(summary = "Lists a function's schedules")
    List<Shown> list(Caller caller, @PathVariable String name) {
        return schedules.list(caller.tenant(), function(caller, name).latest().function()).stream()
                .map(this::shown)
                .toList();
    }

    @Needs(Permission.DEPLOY)
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Makes a schedule")
    Shown create(Caller caller, @PathVariable String name, @RequestBody Wanted wanted) {
        DeployedFunction function = function(caller, name);
        return shown(checked(
                () -> schedules.create(caller.tenant(), function.latest().function(), wanted.settings())));
    }

    @Needs(Permission.READ_FUNCTIONS)
    @GetMapping("/{id}")
    @Operation(summary = "Looks up a schedule")
    Shown find(Caller caller, @PathVariable String name, @PathVariable String id) {
        return shown(require(caller, name, id));
    }

    @Needs(Permission.DEPLOY)
    @PutMapping("/{id}")
    @Operation(summary = "Changes a schedule; it goes on from now")
    Shown update(Caller caller, @PathVariable String name, @PathVariable String id, @RequestBody Wanted wanted) {
        Schedule schedule = require(caller, name, id);
        return shown(checked(() -> schedules
                .update(caller.tenant(), schedule.id(), wanted.settings())
                .orElseThrow(SchedulesApi::notFound)));
    }

    @Needs(Permission.DEPLOY)
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Deletes a schedule")
    void delete(Caller caller, @PathVariable String name, @PathVariable String id) {
        schedules.delete(caller.tenant(), require(caller, name, id).id());
    }

    private static <T> T checked(Supplier<T> work) {
        try {
            return work.get();
        } catch (InvalidScheduleException refused) {
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST, refused.field() + ": " + refused.message(), refused);
        }
    }

    private DeployedFunction function(Caller caller, String name) {
        return Optional.of(name)
                .filter(FunctionName::isValid)
                .flatMap(valid -> functions.find(caller.tenant(), new FunctionName(valid)))
                .orElseThrow(() ->
                        new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no function called " + name + "."));
    }

    private Schedule require(Caller caller, String name, String id) {
        DeployedFunction function = function(caller, name);
        return ScheduleId.parse(id)
                .flatMap(known -> schedules.find(caller.tenant(), known))
                .filter(found -> found.function().equals(function.latest().function()))
                .orElseThrow(SchedulesApi::notFound);
    }

    private static ResponseStatusException notFound() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no schedule with this id.");
    }
}
