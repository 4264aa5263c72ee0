package io.millirun.runtimemanager.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millirun.metering.Outcome;
import io.millirun.metering.UsageRecord;
import io.millirun.runtimemanager.engine.EngineProxy.Mood;
import io.millirun.runtimemanager.engine.EngineRig.Options;
import io.millirun.runtimemanager.functions.UrlAuth;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What surrounds the functions breaks: the engine, its disk, its images, and answers that are none. */
class FailureIT {

    private static final String PYTHON = "python3.13";
    private static final String WITHOUT_IMAGE = "cobol85";

    private static EngineProxy engine;
    private static EngineRig rig;

    @BeforeAll
    static void start() throws Exception {
        engine = new EngineProxy();
        rig = EngineRig.start(Options.usual().withEngine(engine.address(), Duration.ofSeconds(5)), PYTHON);
    }

    @AfterAll
    static void stop() throws Exception {
        rig.close();
        engine.close();
    }

    @AfterEach
    void theEngineIsWellAgainAndNothingIsLeft() {
        engine.becomes(Mood.WELL);
        rig.forgetImage(WITHOUT_IMAGE);
        await().atMost(Duration.ofSeconds(40)).until(() -> rig.count("Stem") >= 1 && rig.count("Removing") == 0);
        rig.driver.sweep(rig.fleet.instanceNames());
        await().until(() ->
                rig.driver.running().size() == rig.fleet.instanceNames().size());
        assertThat(rig.fleet.callsInFlight()).isZero();
    }

    @Test
    void whileTheEngineHangsWarmCallsAndReadyStemsGoOnAndTheOthersAreToldWhy() throws Exception {
        function("warm");
        assertThat(rig.invoke("warm", "{}").statusCode()).isEqualTo(200);
        await().until(() -> rig.count("Stem") >= 1 && rig.count("Starting") == 0);

        engine.becomes(Mood.HANGING);

        assertThat(rig.invoke("warm", "{}").body()).isEqualTo("\"warm\"");
        int stems = Math.toIntExact(rig.count("Stem"));
        for (int n = 0; n < stems; n++) {
            function("ready" + n);
            assertThat(rig.invoke("ready" + n, "{}").body()).isEqualTo("\"ready" + n + "\"");
        }
        int before = rig.records.size();
        function("late");
        HttpResponse<String> late = rig.invoke("late", "{}");
        assertThat(late.statusCode()).isEqualTo(503);
        assertThat(late.body()).contains("Runtime python3.13 is not available", "the engine does not answer");
        assertThat(rig.records).hasSize(before);
        assertThat(rig.invoke("warm", "{}").statusCode()).isEqualTo(200);

        engine.becomes(Mood.GONE);
        engine.becomes(Mood.WELL);
        assertThat(rig.invoke("late", "{}").body()).isEqualTo("\"late\"");
    }

    @Test
    void anEngineThatGoesAndComesBackIsWatchedAgain() throws Exception {
        function("before");
        assertThat(rig.invoke("before", "{}").statusCode()).isEqualTo(200);
        int reconnections = rig.reconnections.get();

        engine.becomes(Mood.GONE);
        assertThat(rig.invoke("before", "{}").statusCode()).isEqualTo(200);
        engine.becomes(Mood.WELL);

        await().atMost(Duration.ofSeconds(20)).until(() -> rig.reconnections.get() > reconnections);
        var version = function("after");
        assertThat(rig.invoke("after", "{}").body()).isEqualTo("\"after\"");
        rig.driver.running().forEach(rig.driver::remove);
        await().until(() -> !rig.fleet.revisions().contains(version.revision()));
    }

    @Test
    void anEngineWithoutDiskIsNamedAndItsRecoveryIsNoticed() throws Exception {
        engine.becomes(Mood.DISK_FULL);
        function("roomless0");
        HttpResponse<String> answer = rig.invoke("roomless0", "{}");
        // What had been started before still serves.
        for (int n = 1; n < 5 && answer.statusCode() == 200; n++) {
            function("roomless" + n);
            answer = rig.invoke("roomless" + n, "{}");
        }

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("no space left on device");
        engine.becomes(Mood.WELL);
        function("room");
        assertThat(rig.invoke("room", "{}").body()).isEqualTo("\"room\"");
    }

    @ParameterizedTest
    @ValueSource(longs = {3, -3})
    void aClockThatIsSetChangesNeitherACallNorItsBillNorWhatIsKept(long hours) throws Exception {
        rig.deploy(PYTHON, "patient", "app.py", """
                import time
                def handler(event, context):
                    time.sleep(event.get('for', 0))
                    return 'waited'
                """);
        rig.invoke("patient", "{}");
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var call = callers.submit(() -> rig.invoke("patient", "{\"for\": 1}"));
            await().until(() -> rig.count("Busy") == 1);

            rig.clock.jump(Duration.ofHours(hours));

            HttpResponse<String> answer = call.get();
            assertThat(answer.body()).isEqualTo("\"waited\"");
            assertThat(answer.headers().firstValue("X-Millirun-Init-Ms")).isEmpty();
            assertThat(record(answer).billedMs()).isBetween(1_000L, 2_000L);
            HttpResponse<String> next = rig.invoke("patient", "{}");
            assertThat(next.statusCode()).isEqualTo(200);
            assertThat(next.headers().firstValue("X-Millirun-Init-Ms")).isEmpty();
        } finally {
            rig.clock.jump(Duration.ofHours(-hours));
        }
    }

    @Test
    void aMissingImageIsNamedAndHoldsUpNoOtherRuntime() throws Exception {
        rig.pretendImage(WITHOUT_IMAGE, "millirun/no-such-image:1");
        rig.deploy(WITHOUT_IMAGE, "imageless", "app.py", "");
        function("beside");
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var call = callers.submit(() -> rig.invoke("imageless", "{}"));

            assertThat(rig.invoke("beside", "{}").body()).isEqualTo("\"beside\"");
            assertThat(call.get().statusCode()).isEqualTo(503);
            assertThat(call.get().body()).contains("Runtime cobol85 is not available", "No such image");
        }
    }

    @Test
    void anAnswerThatIsTooLargeIsTheTenantsFaultAndTheInstanceLivesOn() throws Exception {
        rig.deploy(PYTHON, "talks", "app.py", """
                def handler(event, context):
                    return 'x' * event['length']
                """);

        HttpResponse<String> answer = rig.invoke("talks", "{\"length\": 7000000}");

        assertThat(answer.headers().firstValue("X-Amz-Function-Error")).contains("Unhandled");
        assertThat(answer.body()).contains("Function.ResponseSizeTooLarge", "6291556");
        assertThat(record(answer).outcome()).isEqualTo(Outcome.FUNCTION_ERROR);
        assertThat(record(answer).billedMs()).isPositive();
        HttpResponse<String> next = rig.invoke("talks", "{\"length\": 3}");
        assertThat(next.body()).isEqualTo("\"xxx\"");
        assertThat(next.headers().firstValue("X-Millirun-Init-Ms")).isEmpty();
    }

    @Test
    void anAnswerThatIsNotValidIsTheTenantsFault() throws Exception {
        rig.deploy(PYTHON, "mumbles", "app.py", "def handler(event, context):\n    return {1, 2, 3}\n");

        HttpResponse<String> answer = rig.invoke("mumbles", "{}");

        assertThat(answer.headers().firstValue("X-Amz-Function-Error")).contains("Unhandled");
        assertThat(answer.body()).contains("Runtime.MarshalError");
        assertThat(record(answer).outcome()).isEqualTo(Outcome.FUNCTION_ERROR);
    }

    @Test
    void memoryThatRunsOutIsShownWithTheLimitAndTheInstanceIsNotUsedAgain() throws Exception {
        rig.deploy(PYTHON, "bomb", "app.py", """
                seen = []
                def handler(event, context):
                    if event:
                        hoard = []
                        while True:
                            hoard.append(bytearray(8 << 20))
                    seen.append(1)
                    return len(seen)
                """, 192, Duration.ofSeconds(10), Map.of(), UrlAuth.NONE);
        assertThat(rig.invoke("bomb", "{}").body()).isEqualTo("1");

        HttpResponse<String> answer = rig.invoke("bomb", "{\"go\": 1}");

        assertThat(answer.body()).contains("Runtime.OutOfMemory", "memory size of 192 MB");
        assertThat(record(answer).outcome()).isEqualTo(Outcome.OUT_OF_MEMORY);
        assertThat(record(answer).billedMs()).isPositive();
        assertThat(rig.invoke("bomb", "{}").body()).isEqualTo("1");
    }

    @Test
    void aChildProcessThatRunsOutOfMemoryDoesNotEndTheFunction() throws Exception {
        rig.deploy(PYTHON, "parent", "app.py", """
                import subprocess
                def handler(event, context):
                    child = subprocess.run(['/usr/bin/python3.13', '-c', 'x = [bytearray(8 << 20) for _ in range(99)]'])
                    return child.returncode
                """, 256, Duration.ofSeconds(20), Map.of(), UrlAuth.NONE);

        HttpResponse<String> answer = rig.invoke("parent", "{}");

        assertThat(answer.body()).isEqualTo("-9");
        assertThat(rig.invoke("parent", "{}").body()).isEqualTo("-9");
    }

    @Test
    void leftoversOfAnEarlierProcessAreSweptAndLivingInstancesAreNot() throws Exception {
        function("lives");
        rig.invoke("lives", "{}");
        int containers = rig.driver.running().size();

        assertThat(rig.driver.sweep(rig.fleet.instanceNames())).isZero();
        assertThat(rig.driver.running()).hasSize(containers);
        assertThat(rig.driver.sweep(Set.of())).isEqualTo(containers);
        await().until(() -> rig.count("Frozen") + rig.count("Idle") == 0);
        assertThat(rig.invoke("lives", "{}").statusCode()).isEqualTo(200);
    }

    private static io.millirun.runtimemanager.functions.FunctionVersion function(String name) throws Exception {
        return rig.deploy(PYTHON, name, "app.py", "def handler(event, context):\n    return '" + name + "'\n");
    }

    private static UsageRecord record(HttpResponse<String> answer) {
        String id = answer.headers().firstValue("X-Amzn-RequestId").orElseThrow();
        return rig.records.stream()
                .filter(record -> record.id().toString().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
