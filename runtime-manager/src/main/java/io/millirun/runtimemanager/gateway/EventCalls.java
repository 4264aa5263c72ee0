package io.millirun.runtimemanager.gateway;

import io.millirun.metering.Trigger;
import io.millirun.runtimemanager.Caller;
import io.millirun.runtimemanager.events.Acceptance;
import io.millirun.runtimemanager.events.EventIntake;
import io.millirun.runtimemanager.events.NewEvent;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.trace.Trace;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Invoke with {@code X-Amz-Invocation-Type: Event}: answered with 202 when, and only when, the event is stored. */
final class EventCalls {

    /** Of two events of a function with the same value of this header only the first is accepted. */
    static final String KEY = "Idempotency-Key";

    private static final Logger log = LoggerFactory.getLogger(EventCalls.class);

    private final EventIntake events;
    private final int limit;

    /** @param limit bytes of the largest event */
    EventCalls(EventIntake events, int limit) {
        this.events = events;
        this.limit = limit;
    }

    /**
     * Stores the event, and answers.
     *
     * @param version that the qualifier means now; the event is addressed to the qualifier, not to it
     * @param context the client context, empty for none
     */
    void accept(
            HttpServerRequest request,
            Caller caller,
            FunctionVersion version,
            String qualifier,
            String context,
            Buffer body) {
        String key = request.getHeader(KEY);
        if (body.length() > limit) {
            Replies.error(
                    request.response(),
                    413,
                    "RequestTooLargeException",
                    "Request must be smaller than " + limit + " bytes for the InvokeFunction operation");
            return;
        }
        if (key != null && (key.isBlank() || key.length() > NewEvent.LONGEST_KEY)) {
            Replies.error(
                    request.response(),
                    400,
                    "InvalidParameterValueException",
                    KEY + " must have 1 to " + NewEvent.LONGEST_KEY + " characters");
            return;
        }
        var event = new NewEvent(
                caller.tenant(),
                version.function(),
                version.name(),
                qualifier,
                Trigger.EVENT,
                body.length() == 0 ? Buffer.buffer("{}") : body,
                context,
                Trace.parse(request.getHeader("X-Amzn-Trace-Id")),
                key);
        events.accept(event)
                .whenComplete((acceptance, failed) ->
                        InvokeApi.ifOpen(request, () -> answer(request.response(), version, acceptance, failed)));
    }

    private static void answer(
            HttpServerResponse response,
            FunctionVersion version,
            @Nullable Acceptance acceptance,
            @Nullable Throwable failed) {
        switch (acceptance) {
            case Acceptance.Stored(var id) -> accepted(response, id.toString());
            case Acceptance.Duplicate(var id) -> {
                response.putHeader("X-Millirun-Duplicate", "true");
                accepted(response, id.toString());
            }
            case Acceptance.NoFunction() ->
                Replies.error(response, 404, "ResourceNotFoundException", "Function not found: " + version.name());
            case null -> {
                log.warn("An event could not be accepted: {}", failed == null ? "" : failed.getMessage());
                response.putHeader("Retry-After", "1");
                Replies.error(
                        response, 503, "ServiceUnavailableException", "The event could not be stored; send it again.");
            }
        }
    }

    private static void accepted(HttpServerResponse response, String id) {
        response.setStatusCode(202).putHeader(Replies.REQUEST_ID, id).end();
    }
}
