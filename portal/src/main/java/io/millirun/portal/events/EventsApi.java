package io.millirun.portal.events;

import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.runtimemanager.Caller;
import io.millirun.runtimemanager.events.EventFilter;
import io.millirun.runtimemanager.events.EventId;
import io.millirun.runtimemanager.events.EventLedger;
import io.millirun.runtimemanager.events.EventView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** An organization's queue and its dead letters. */
@RestController
@RequestMapping("/api/v1")
@Tag(name = "Events", description = "The queue of asynchronous invocations, and its dead letters")
class EventsApi {

    private static final int MOST = 100;

    private final EventLedger ledger;

    EventsApi(EventLedger ledger) {
        this.ledger = ledger;
    }

    /** One event of a list. */
    record Event(
            String requestId,
            String function,
            String qualifier,
            @Nullable String webhook,
            String trigger,
            String status,
            Instant acceptedAt,
            @Nullable Instant dueAt,
            @Nullable Instant finishedAt,
            @Nullable String reason,
            int attempts) {

        static Event of(EventView event) {
            var reason = event.reason();
            return new Event(
                    event.id().toString(),
                    event.functionName(),
                    event.qualifier(),
                    event.url().isEmpty() ? null : event.url(),
                    event.trigger().name().toLowerCase(Locale.ROOT),
                    InvocationsApi.small(event.status()),
                    event.acceptedAt(),
                    event.dueAt(),
                    event.finishedAt(),
                    reason == null ? null : reason.condition(),
                    event.attempts());
        }
    }

    /**
     * A part of the events, newest first.
     *
     * @param next value of {@code before} for the part that follows, null at the end
     */
    record Page(List<Event> events, @Nullable String next) {}

    /** How much waits, runs and is dead; age in seconds of the oldest unfinished event. */
    record Queue(long waiting, long running, long dead, long ageSeconds) {}

    /** How many events an operation was done to. */
    record Count(int events) {}

    @Needs(Permission.READ_FUNCTIONS)
    @GetMapping("/events/queue")
    @Operation(summary = "Tells depth and age of the queue")
    Queue queue(Caller caller) {
        var depth = ledger.depth(caller.tenant());
        return new Queue(
                depth.waiting(), depth.running(), depth.dead(), depth.age().toSeconds());
    }

    @Needs(Permission.READ_FUNCTIONS)
    @GetMapping("/events")
    @Operation(summary = "Lists events, newest first")
    Page list(
            Caller caller,
            @RequestParam(required = false) @Nullable String status,
            @RequestParam(required = false) @Nullable String function,
            @RequestParam(required = false) @Nullable String before) {
        EventView.Status wanted = status == null ? null : status(status);
        EventId from = before == null
                ? null
                : EventId.parse(before).orElseThrow(() -> bad("before must be an event's request id."));
        return page(caller, wanted, function, from);
    }

    private Page page(
            Caller caller, EventView.@Nullable Status status, @Nullable String function, @Nullable EventId before) {
        List<EventView> found = ledger.list(caller.tenant(), new EventFilter(status, function, before, MOST + 1));
        List<EventView> shown = found.subList(0, Math.min(MOST, found.size()));
        return new Page(
                shown.stream().map(Event::of).toList(),
                found.size() > MOST ? shown.getLast().id().toString() : null);
    }

    @Needs(Permission.READ_FUNCTIONS)
    @GetMapping("/dead-letters")
    @Operation(summary = "Lists dead letters, newest first")
    Page dead(
            Caller caller,
            @RequestParam(required = false) @Nullable String function,
            @RequestParam(required = false) @Nullable String before) {
        return list(caller, "dead", function, before);
    }

    @Needs(Permission.INVOKE)
    @PostMapping("/dead-letters/{id}/redrive")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Sends a dead letter again, with all its retries")
    Count redrive(Caller caller, @PathVariable String id) {
        if (EventId.parse(id)
                .filter(known -> ledger.redrive(caller.tenant(), known))
                .isEmpty()) {
            throw noLetter();
        }
        return new Count(1);
    }

    @Needs(Permission.INVOKE)
    @PostMapping("/dead-letters/redrive")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Sends all dead letters again, or those of one function")
    Count redriveAll(Caller caller, @RequestParam(required = false) @Nullable String function) {
        return new Count(ledger.redriveAll(caller.tenant(), function));
    }

    @Needs(Permission.DEPLOY)
    @DeleteMapping("/dead-letters/{id}")
    @Operation(summary = "Deletes a dead letter for good")
    Count purge(Caller caller, @PathVariable String id) {
        if (EventId.parse(id)
                .filter(known -> ledger.purge(caller.tenant(), known))
                .isEmpty()) {
            throw noLetter();
        }
        return new Count(1);
    }

    @Needs(Permission.DEPLOY)
    @DeleteMapping("/dead-letters")
    @Operation(summary = "Deletes all dead letters for good, or those of one function")
    Count purgeAll(Caller caller, @RequestParam(required = false) @Nullable String function) {
        return new Count(ledger.purgeAll(caller.tenant(), function));
    }

    private static EventView.Status status(String text) {
        return Stream.of(EventView.Status.values())
                .filter(status -> InvocationsApi.small(status).equals(text))
                .findFirst()
                .orElseThrow(() -> bad("status must be waiting, running, succeeded, dead or cancelled."));
    }

    private static ResponseStatusException bad(String message) {
        return new ResponseStatusException(HttpStatus.BAD_REQUEST, message);
    }

    private static ResponseStatusException noLetter() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no dead letter with this id.");
    }
}
