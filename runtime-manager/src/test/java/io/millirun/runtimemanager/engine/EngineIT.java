package io.millirun.runtimemanager.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millirun.metering.Outcome;
import io.millirun.metering.Trigger;
import io.millirun.runtimemanager.engine.EngineRig.Options;
import io.millirun.runtimemanager.functions.UrlAuth;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineIT {

    private static final String NODE = "nodejs24.x";
    private static final String PYTHON = "python3.13";

    private static EngineRig rig;

    @BeforeAll
    static void start() throws Exception {
        rig = EngineRig.start(Options.usual(), NODE, PYTHON);
    }

    @AfterAll
    static void stop() throws Exception {
        rig.close();
    }

    @Test
    void aNodeFunctionAnswersAndIsRecorded() throws Exception {
        rig.deploy(NODE, "greet", "index.mjs", """
                export const handler = async (event, context) => {
                  console.log('greeting', event.name);
                  return { hello: event.name, memory: context.memoryLimitInMB };
                };
                """);

        HttpResponse<String> cold = rig.invoke("greet", "{\"name\":\"Ada\"}");

        assertThat(cold.statusCode()).isEqualTo(200);
        assertThat(cold.body()).isEqualTo("{\"hello\":\"Ada\",\"memory\":\"128\"}");
        assertThat(header(cold, "X-Amz-Executed-Version")).isEqualTo("$LATEST");
        assertThat(cold.headers().firstValue("X-Millirun-Init-Ms")).isPresent();
        String id = header(cold, "X-Amzn-RequestId");
        assertThat(log(cold))
                .startsWith("START RequestId: " + id)
                .contains("greeting Ada")
                .contains("REPORT RequestId: " + id)
                .contains("Memory Size: 128 MB")
                .contains("Init Duration: ");
        var record = rig.records.stream()
                .filter(r -> r.id().toString().equals(id))
                .findFirst()
                .orElseThrow();
        assertThat(record.outcome()).isEqualTo(Outcome.OK);
        assertThat(record.cold()).isTrue();
        assertThat(record.trigger()).isEqualTo(Trigger.INVOKE);
        assertThat(record.billedMs()).isEqualTo(Math.ceilDiv(record.durationMicros(), 1000));
        assertThat(record.peakMemoryBytes()).isBetween(5L << 20, 128L << 20);
        assertThat(record.cpuMicros()).isPositive();
        assertThat(header(cold, "X-Millirun-Billed-Ms")).isEqualTo(Long.toString(record.billedMs()));

        HttpResponse<String> warm = rig.invoke("greet", "{\"name\":\"Bob\"}");

        assertThat(warm.body()).contains("Bob");
        assertThat(warm.headers().firstValue("X-Millirun-Init-Ms")).isEmpty();
        assertThat(log(warm)).contains("greeting Bob").doesNotContain("Ada").doesNotContain("Init Duration");
    }

    @Test
    void aPythonFunctionOfAnotherSizeAnswers() throws Exception {
        rig.deploy(
                PYTHON,
                "sizes",
                "app.py",
                """
                import os
                def handler(event, context):
                    print("limit", context.memory_limit_in_mb)
                    return {"memory": os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"], "own": os.environ["OWN"],
                            "region": os.environ["AWS_REGION"]}
                """,
                512,
                Duration.ofSeconds(5),
                Map.of("OWN", "naïve", "AWS_REGION", "eu-west-1"),
                UrlAuth.NONE);

        HttpResponse<String> answer = rig.invoke("sizes", "{}");

        assertThat(answer.body()).isEqualTo("{\"memory\": \"512\", \"own\": \"naïve\", \"region\": \"eu-west-1\"}");
        assertThat(log(answer)).contains("limit 512");
    }

    @Test
    void anUnusedInstanceIsFrozenAndThawedByTheNextCall() throws Exception {
        var version = rig.deploy(NODE, "sleeper", "index.mjs", """
                let ticks = 0;
                setInterval(() => ticks++, 1).unref();
                export const handler = async () => ({ ticks });
                """);
        rig.invoke("sleeper", "{}");

        await().until(() -> rig.fleet.frozen(version.revision()) == 1);
        HttpResponse<String> thawed = rig.invoke("sleeper", "{}");

        assertThat(thawed.statusCode()).isEqualTo(200);
        assertThat(thawed.headers().firstValue("X-Millirun-Init-Ms")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            throws     | index.mjs | export const handler = async () => { throw new TypeError('no'); }; | TypeError               | FUNCTION_ERROR
            unparsable | index.mjs | export const handler = async ( => 1;                                | Runtime.UserCodeSyntaxError | FUNCTION_ERROR
            missing    | index.mjs | export const other = 1;                                             | Runtime.HandlerNotFound | FUNCTION_ERROR
            exits      | index.mjs | export const handler = async () => process.exit(3);                 | Runtime.ExitError       | EXITED
            exitsEarly | index.mjs | process.exit(4);                                                    | Runtime.ExitError       | EXITED
            aborts     | index.mjs | export const handler = async () => process.abort();                     | Runtime.ExitError       | EXITED
            hungry     | index.mjs | export const handler = async () => { const a = []; for (;;) a.push(Buffer.alloc(1 << 20, 1)); }; | Runtime.OutOfMemory | OUT_OF_MEMORY
            """)
    void codeThatFailsIsReportedAsTheTenantsFault(
            String name, String file, String source, String errorType, Outcome outcome) throws Exception {
        rig.deploy(NODE, name, file, source);

        HttpResponse<String> answer = rig.invoke(name, "{}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "X-Amz-Function-Error")).isEqualTo("Unhandled");
        assertThat(answer.body()).contains("\"errorType\":\"" + errorType + "\"");
        String id = header(answer, "X-Amzn-RequestId");
        assertThat(rig.records)
                .filteredOn(record -> record.id().toString().equals(id))
                .singleElement()
                .satisfies(record -> assertThat(record.outcome()).isEqualTo(outcome));
    }

    @Test
    void aFunctionThatTakesTooLongIsStoppedAtItsTimeout() throws Exception {
        rig.deploy(
                PYTHON,
                "slow",
                "app.py",
                "import time\ndef handler(event, context):\n    print('before')\n    time.sleep(30)\n",
                128,
                Duration.ofSeconds(1),
                Map.of(),
                UrlAuth.NONE);

        HttpResponse<String> answer = rig.invoke("slow", "{}");

        assertThat(answer.body()).contains("Task timed out after 1.00 seconds");
        assertThat(log(answer)).contains("before").contains("Task timed out after 1.00 seconds");
        assertThat(Long.parseLong(header(answer, "X-Millirun-Billed-Ms"))).isBetween(1_000L, 1_100L);
    }

    @Test
    void aContainerRemovedFromOutsideIsOurFaultAndFree() throws Exception {
        rig.deploy(PYTHON, "robbed", "app.py", "import time\ndef handler(e, c):\n    time.sleep(4)\n");
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var call = callers.submit(() -> rig.invoke("robbed", "{}"));
            await().until(() -> rig.count("Busy") == 1);
            rig.driver.running().stream().filter(id -> rig.fleet.busyIn(id)).forEach(rig.driver::remove);

            HttpResponse<String> answer = call.get();

            assertThat(answer.statusCode()).isEqualTo(500);
            String id = header(answer, "X-Amzn-RequestId");
            assertThat(rig.records)
                    .filteredOn(record -> record.id().toString().equals(id))
                    .singleElement()
                    .satisfies(record -> {
                        assertThat(record.outcome()).isEqualTo(Outcome.PLATFORM_FAULT);
                        assertThat(record.billedMs()).isZero();
                    });
        }
    }

    @Test
    void manyCallersAtOnceAllGetTheirOwnAnswerAndLog() throws Exception {
        rig.deploy(NODE, "echo", "index.mjs", """
                export const handler = async (event) => {
                  for (let i = 0; i < 5; i++) console.log(`line ${event.n} ${i}`);
                  return event.n;
                };
                """);
        try (var callers = Executors.newFixedThreadPool(8)) {
            var calls = IntStream.range(0, 400)
                    .<Callable<HttpResponse<String>>>mapToObj(n -> () -> rig.invoke("echo", "{\"n\":" + n + "}"))
                    .toList();
            var answers = callers.invokeAll(calls);
            for (int n = 0; n < answers.size(); n++) {
                HttpResponse<String> answer = answers.get(n).get();
                String own = "\tline " + n + " ";
                assertThat(answer.body()).isEqualTo(Integer.toString(n));
                assertThat(log(answer).lines().filter(line -> line.contains("\tline ")))
                        .hasSize(5);
                assertThat(log(answer).lines().filter(line -> line.contains(own)))
                        .hasSize(5);
            }
        }
    }

    @Test
    void aNewRevisionAnswersAtOnceAndTheOldInstancesGo() throws Exception {
        var old = rig.deploy(NODE, "revised", "index.mjs", "export const handler = async () => 1;");
        assertThat(rig.invoke("revised", "{}").body()).isEqualTo("1");

        rig.deploy(NODE, "revised", "index.mjs", "export const handler = async () => 2;");

        assertThat(rig.invoke("revised", "{}").body()).isEqualTo("2");
        await().until(() -> !rig.fleet.revisions().contains(old.revision()));
    }

    @Test
    void aFunctionUrlSpeaksPayloadFormatTwo() throws Exception {
        rig.deploy(NODE, "page", "index.mjs", """
                export const handler = async (event) => ({
                  statusCode: 201,
                  headers: { 'content-type': 'text/plain', 'x-own': 'yes' },
                  cookies: ['mine=1', 'mr_session=stolen'],
                  body: JSON.stringify({ path: event.rawPath, q: event.queryStringParameters, cookies: event.cookies ?? [],
                    method: event.requestContext.http.method }),
                });
                """);

        HttpResponse<String> answer = rig.url("page/a/b?x=1&x=2&y=%20z", "Cookie", "own=5; mr_session=secret");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"path\":\"/a/b\",\"q\":{\"x\":\"1,2\",\"y\":\" z\"},\"cookies\":[\"own=5\"],\"method\":\"GET\"}");
        assertThat(header(answer, "x-own")).isEqualTo("yes");
        assertThat(answer.headers().allValues("set-cookie")).containsExactly("mine=1");
        assertThat(answer.headers().firstValue("X-Millirun-Cost")).isEmpty();
        assertThat(answer.headers().firstValue("X-Amzn-RequestId")).isPresent();
    }

    @Test
    void aProtectedUrlWantsAnAccessKey() throws Exception {
        rig.deploy(
                NODE,
                "guarded",
                "index.mjs",
                "export const handler = async () => 'in';",
                128,
                Duration.ofSeconds(5),
                Map.of(),
                UrlAuth.ACCESS_KEY);
        int before = rig.records.size();

        assertThat(rig.url("guarded").statusCode()).isEqualTo(403);
        assertThat(rig.url("guarded", "Authorization", "Bearer wrong").statusCode())
                .isEqualTo(403);
        assertThat(rig.records).hasSize(before);
        HttpResponse<String> in = rig.url("guarded", "Authorization", "Bearer " + EngineRig.TOKEN);
        assertThat(in.body()).isEqualTo("in");
        assertThat(in.headers().firstValue("X-Millirun-Cost")).isPresent();
    }

    @Test
    void wrongCallsAreRefusedWithoutARecord() throws Exception {
        rig.deploy(NODE, "strict", "index.mjs", "export const handler = async () => 1;");
        int before = rig.records.size();

        assertThat(rig.invoke("nothing", "{}").statusCode()).isEqualTo(404);
        assertThat(rig.invoke("strict", "{}", "wrong").statusCode()).isEqualTo(403);
        assertThat(rig.invoke("strict", "not json").statusCode()).isEqualTo(400);
        assertThat(rig.invoke("bad!name", "{}").statusCode()).isEqualTo(400);
        assertThat(rig.url("nothing").statusCode()).isEqualTo(404);
        assertThat(rig.records).hasSize(before);
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElseThrow();
    }

    static String log(HttpResponse<?> response) {
        return new String(Base64.getDecoder().decode(header(response, "X-Amz-Log-Result")), StandardCharsets.UTF_8);
    }
}
