package io.millirun.runtimemanager.schedules;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.TenantId;
import io.millirun.kernel.Uuid7;
import io.millirun.metering.Trigger;
import io.millirun.runtimemanager.events.NewEvent;
import io.millirun.runtimemanager.functions.FunctionArn;
import io.millirun.runtimemanager.functions.FunctionName;
import io.millirun.runtimemanager.trace.Trace;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** Makes the event that a schedule's function gets. */
public final class ScheduleEvent {

    private ScheduleEvent() {}

    /**
     * The event of {@code schedule} for {@code instant}. In a payload of its own, {@code <aws.scheduler.scheduled-time>} and
     * {@code <aws.scheduler.execution-id>} are filled in; without one it is EventBridge's scheduled event.
     */
    public static NewEvent of(TenantId tenant, Schedule schedule, Instant instant, String region) {
        String execution = Uuid7.next().toString();
        String payload = schedule.settings().payload();
        String text = payload.isBlank()
                ? scheduled(tenant, schedule, instant, region, execution)
                : payload.replace("<aws.scheduler.scheduled-time>", instant.toString())
                        .replace("<aws.scheduler.execution-id>", execution);
        return new NewEvent(
                tenant,
                new FunctionId(schedule.function().value()),
                new FunctionName(schedule.functionName()),
                schedule.settings().qualifier(),
                Trigger.SCHEDULE,
                Buffer.buffer(text),
                "",
                Trace.NONE,
                null);
    }

    private static String scheduled(
            TenantId tenant, Schedule schedule, Instant instant, String region, String execution) {
        String account = FunctionArn.account(tenant);
        return new JsonObject()
                .put("version", "0")
                .put("id", execution)
                .put("detail-type", "Scheduled Event")
                .put("source", "aws.scheduler")
                .put("account", account)
                .put("time", instant.toString())
                .put("region", region)
                .put(
                        "resources",
                        JsonArray.of("arn:aws:scheduler:" + region + ":" + account + ":schedule/default/"
                                + schedule.settings().name()))
                .put("detail", new JsonObject())
                .encode();
    }
}
