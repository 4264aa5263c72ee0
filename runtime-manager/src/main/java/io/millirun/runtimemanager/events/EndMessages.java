package io.millirun.runtimemanager.events;

import io.millirun.metering.Trigger;
import io.millirun.runtimemanager.functions.FunctionArn;
import io.millirun.runtimemanager.functions.FunctionName;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the messages that tell destinations how an event ended: the invocation record of AWS Lambda, version 1.0. Each
 * message is an event of its own, stored with the end that it tells of.
 */
final class EndMessages {

    private final String region;
    private final long responseLimit;

    /** @param responseLimit largest answer that is passed on */
    EndMessages(String region, long responseLimit) {
        this.region = region;
        this.responseLimit = responseLimit;
    }

    /** The event that tells {@code tell}'s destination about {@code event}. */
    EventInserts.Row about(QueuedEvent event, EventLife.Command.Tell tell, Instant now) {
        Buffer body = Buffer.buffer(JsonMapper.shared().writeValueAsBytes(body(event, tell, now)));
        EventId id = EventId.at(now);
        return switch (tell.destination()) {
            case Destination.OfFunction(var _, var function, var qualifier) ->
                row(event, id, null, function.value(), qualifier, "", body, now);
            case Destination.Webhook(var url) ->
                row(
                        event,
                        id,
                        event.function().value(),
                        event.functionName(),
                        event.qualifier(),
                        url.toString(),
                        body,
                        now);
            case Destination.None() -> throw new IllegalArgumentException("nobody is to be told");
        };
    }

    private static EventInserts.Row row(
            QueuedEvent event,
            EventId id,
            @Nullable UUID function,
            String name,
            String qualifier,
            String url,
            Buffer body,
            Instant now) {
        return new EventInserts.Row(
                event.tenant(),
                id,
                function,
                name,
                qualifier,
                url,
                Trigger.EVENT,
                event.id().value(),
                null,
                "",
                event.trace().rooted(event.id().asInvocation()).entering(event.function()),
                body,
                now);
    }

    private ObjectNode body(QueuedEvent event, EventLife.Command.Tell tell, Instant now) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.put("version", "1.0");
        message.put("timestamp", now.toString());
        String arn = FunctionArn.of(region, event.tenant(), new FunctionName(event.functionName())) + ":"
                + event.qualifier();
        ObjectNode request = message.putObject("requestContext");
        request.put("requestId", event.id().toString());
        request.put("functionArn", arn);
        request.put("condition", tell.condition());
        request.put("approximateInvokeCount", event.claim().number());
        message.set("requestPayload", json(event.payload()));
        switch (tell.last()) {
            case AttemptEnd.Succeeded succeeded -> {
                response(message, 200, succeeded.version(), null);
                message.set("responsePayload", json(succeeded.result()));
            }
            case AttemptEnd.Failed failed -> {
                response(message, 200, failed.version(), "Unhandled");
                message.set("responsePayload", json(failed.result()));
            }
            case AttemptEnd.Refused _, AttemptEnd.Broken _, AttemptEnd.Hopeless _, AttemptEnd.Lost _ -> {
                response(message, 500, "", null);
                message.putNull("responsePayload");
                message.put("reason", tell.last().message());
            }
        }
        return message;
    }

    private static void response(ObjectNode message, int status, String version, @Nullable String functionError) {
        ObjectNode response = message.putObject("responseContext");
        response.put("statusCode", status);
        if (!version.isEmpty()) {
            response.put("executedVersion", version);
        }
        if (functionError != null) {
            response.put("functionError", functionError);
        }
    }

    /** As JSON where it is; as a text where it is not; nothing where it is too large. */
    private JsonNode json(@Nullable Buffer payload) {
        if (payload == null || payload.length() > responseLimit) {
            return JsonNodeFactory.instance.nullNode();
        }
        try {
            return JsonMapper.shared().readTree(payload.getBytes());
        } catch (JacksonException _) {
            return JsonNodeFactory.instance.stringNode(payload.toString(StandardCharsets.UTF_8));
        }
    }
}
