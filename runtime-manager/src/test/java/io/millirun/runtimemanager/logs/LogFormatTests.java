package io.millirun.runtimemanager.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.kernel.InvocationId;
import io.millirun.kernel.MemorySize;
import io.millirun.metering.Outcome;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LogFormatTests {

    private final InvocationId id = InvocationId.at(Instant.parse("2026-11-25T10:00:00.100Z"));

    @Test
    void aCallEndsWithTheReportOfAwsLambda() {
        assertThat(LogFormat.TEXT.start(id, "$LATEST")).isEqualTo("START RequestId: " + id + " Version: $LATEST\n");
        assertThat(LogFormat.TEXT.end(id, "$LATEST", summary(Outcome.OK, true, "", "")))
                .isEqualTo("END RequestId: " + id + "\nREPORT RequestId: " + id
                        + "\tDuration: 3000.45 ms\tBilled Duration: 3001 ms\tMemory Size: 128 MB\tMax Memory Used: 31 MB"
                        + "\tInit Duration: 115.13 ms\t\n");
    }

    @Test
    void aTimeoutIsToldWithItsTime() {
        String text = LogFormat.TEXT.end(
                id,
                "1",
                summary(
                        Outcome.TIMEOUT,
                        false,
                        "Sandbox.Timedout",
                        "RequestId: " + id + " Error: Task timed out after 3.00 seconds"));

        assertThat(text)
                .startsWith("2026-11-25T10:00:03.230Z " + id + " Task timed out after 3.00 seconds\n\nEND RequestId: ")
                .endsWith("\tStatus: timeout\n");
    }

    @Test
    void anExitIsToldWithItsType() {
        String message = "RequestId: " + id + " Error: Runtime exited with error: exit status 1";

        assertThat(LogFormat.TEXT.end(id, "1", summary(Outcome.EXITED, false, "Runtime.ExitError", message)))
                .startsWith(message + "\nRuntime.ExitError\nEND RequestId: ")
                .endsWith("\tStatus: error\tError Type: Runtime.ExitError\n");
    }

    @Test
    void inJsonEachLineIsAnObject() {
        var report = new JsonObject(LogFormat.JSON.end(id, "1", summary(Outcome.OK, true, "", "")));

        assertThat(report.getString("type")).isEqualTo("platform.report");
        assertThat(report.getJsonObject("record").getString("status")).isEqualTo("success");
        assertThat(report.getJsonObject("record").getJsonObject("metrics").getMap())
                .containsEntry("billedDurationMs", 3001)
                .containsEntry("initDurationMs", 115.132);
        assertThat(new JsonObject(LogFormat.JSON.start(id, "1")).getString("type"))
                .isEqualTo("platform.start");
    }

    private static CallSummary summary(Outcome outcome, boolean cold, String type, String message) {
        return new CallSummary(
                outcome, cold, 130_000, 115_132, 3_000_451, 3_001, new MemorySize(128), 31L << 20, type, message);
    }
}
