package io.millirun.portal.events;

import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.runtimemanager.Caller;
import io.millirun.runtimemanager.events.EventId;
import io.millirun.runtimemanager.events.EventLedger;
import io.millirun.runtimemanager.events.EventView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.databind.JsonNode;

/** Asynchronous invocations by their request ids. */
@RestController
@RequestMapping("/api/v1/invocations")
@Tag(name = "Invocations", description = "What became of asynchronous invocations")
class InvocationsApi {

    private final EventLedger ledger;

    InvocationsApi(EventLedger ledger) {
        this.ledger = ledger;
    }

    /**
     * An asynchronous invocation.
     *
     * @param status {@code waiting}, {@code running}, {@code succeeded}, {@code dead} or {@code cancelled}
     * @param payload the event, as JSON
     * @param result the answer or the error object; null while there is none, or if it was too large to keep
     */
    record Invocation(
            String requestId,
            String function,
            String qualifier,
            String status,
            Instant acceptedAt,
            @Nullable Instant dueAt,
            @Nullable Instant finishedAt,
            @Nullable String reason,
            @Nullable String detail,
            @Nullable String executedVersion,
            @Nullable JsonNode payload,
            @Nullable JsonNode result,
            long resultSize,
            List<Attempt> attempts) {

        static Invocation of(EventView.Whole whole) {
            EventView event = whole.event();
            var reason = event.reason();
            return new Invocation(
                    event.id().toString(),
                    event.functionName(),
                    event.qualifier(),
                    small(event.status()),
                    event.acceptedAt(),
                    event.dueAt(),
                    event.finishedAt(),
                    reason == null ? null : reason.condition(),
                    event.detail().isEmpty() ? null : event.detail(),
                    whole.executedVersion().isEmpty() ? null : whole.executedVersion(),
                    PayloadText.json(whole.payload()),
                    PayloadText.json(whole.result().orElse(null)),
                    whole.resultSize(),
                    whole.attempts().stream().map(Attempt::of).toList());
        }
    }

    /**
     * One attempt; each is an invocation of its own in usage, logs and on the bill.
     *
     * @param outcome {@code succeeded}, {@code failed}, {@code refused}, {@code broken} or {@code lost}
     */
    record Attempt(
            String invocationId,
            int number,
            Instant startedAt,
            Instant endedAt,
            String outcome,
            String errorType,
            String message,
            long billedMs) {

        static Attempt of(EventView.Attempt attempt) {
            return new Attempt(
                    attempt.invocation().toString(),
                    attempt.number(),
                    attempt.startedAt(),
                    attempt.endedAt(),
                    attempt.outcome().toLowerCase(Locale.ROOT),
                    attempt.errorType(),
                    attempt.message(),
                    attempt.billedMs());
        }
    }

    static String small(EventView.Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    @Needs(Permission.READ_FUNCTIONS)
    @GetMapping("/{id}")
    @Operation(summary = "Looks up an asynchronous invocation, its attempts and its result")
    Invocation find(Caller caller, @PathVariable String id) {
        return EventId.parse(id)
                .flatMap(known -> ledger.find(caller.tenant(), known))
                .map(Invocation::of)
                .orElseThrow(InvocationsApi::notFound);
    }

    @Needs(Permission.INVOKE)
    @DeleteMapping("/{id}")
    @Operation(
            summary = "Cancels an asynchronous invocation",
            description =
                    "No further attempt is made; one under way ends by itself and is billed. 409 if it has ended.")
    Invocation cancel(Caller caller, @PathVariable String id) {
        EventView.Status before = EventId.parse(id)
                .flatMap(known -> ledger.cancel(caller.tenant(), known))
                .orElseThrow(InvocationsApi::notFound);
        if (before.isFinal()) {
            throw new ResponseStatusException(HttpStatus.CONFLICT, "The invocation has ended: " + small(before) + ".");
        }
        return find(caller, id);
    }

    static ResponseStatusException notFound() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no asynchronous invocation with this id.");
    }
}
