package io.millirun.runtimemanager.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millirun.runtimemanager.engine.EngineRig.Options;
import io.millirun.runtimemanager.functions.UrlAuth;
import io.millirun.runtimemanager.logs.LogPart;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whose line is whose. {@code LogSoak} does the same with as many calls as one likes. */
class LogAttributionIT {

    private static final String NODE = "nodejs24.x";

    private static EngineRig rig;

    @BeforeAll
    static void start() throws Exception {
        rig = EngineRig.start(Options.usual(), NODE);
    }

    @AfterAll
    static void stop() throws Exception {
        rig.close();
    }

    @Test
    void everyLineIsKeptWithItsOwnCallUnderLoad() throws Exception {
        assertThat(LogSoak.strayLines(rig, 4, 1_500, 8)).isEmpty();
    }

    @Test
    void whatIsPrintedAfterTheAnswerBelongsToTheCallThatPrintedIt() throws Exception {
        rig.deploy(NODE, "after", "index.mjs", """
                import fs from 'node:fs';
                console.log('loading');
                export const handler = async (event) => {
                  console.log('during ' + event.n);
                  setTimeout(() => fs.writeSync(1, 'after ' + event.n + '\\n'), 15);
                  return event.n;
                };
                """);
        String first = rig.invoke("after", "{\"n\":1}")
                .headers()
                .firstValue("X-Amzn-RequestId")
                .orElseThrow();
        await().until(() -> rig.fleet.frozen(rig.deployed("after").revision()) == 1);
        String second = rig.invoke("after", "{\"n\":2}")
                .headers()
                .firstValue("X-Amzn-RequestId")
                .orElseThrow();
        await().untilAsserted(() -> assertThat(text(second, LogPart.Kind.LATE)).contains("after 2"));

        assertThat(text(first, LogPart.Kind.END))
                .contains("loading", "during 1")
                .doesNotContain("after");
        assertThat(text(first, LogPart.Kind.LATE)).isEqualTo("after 1\n");
        assertThat(text(second, LogPart.Kind.END))
                .contains("during 2")
                .doesNotContain("after")
                .doesNotContain("loading");
    }

    @Test
    void aLongCallsLinesAreKeptWhileItRunsAndNoneTwice() throws Exception {
        rig.deploy(NODE, "long", "index.mjs", """
                import fs from 'node:fs';
                const wait = (ms) => new Promise((done) => setTimeout(done, ms));
                export const handler = async () => {
                  for (let i = 0; i < 10; i++) { fs.writeSync(1, `line ${i}\\n`); await wait(150); }
                };
                """, 128, Duration.ofSeconds(10), Map.of(), UrlAuth.NONE);

        String id = rig.invoke("long", "{}")
                .headers()
                .firstValue("X-Amzn-RequestId")
                .orElseThrow();

        assertThat(text(id, LogPart.Kind.RUNNING)).contains("line 0");
        assertThat(text(id, LogPart.Kind.RUNNING) + text(id, LogPart.Kind.END))
                .isEqualTo(
                        IntStream.range(0, 10).mapToObj(i -> "line " + i + "\n").reduce("", String::concat));
    }

    @Test
    void aCallThatPrintsTooMuchIsCutVisibly() throws Exception {
        rig.deploy(NODE, "chatty", "index.mjs", """
                export const handler = async () => { for (let i = 0; i < 3000; i++) console.log('x'.repeat(100)); };
                """);

        var answer = rig.invoke("chatty", "{}");

        String id = answer.headers().firstValue("X-Amzn-RequestId").orElseThrow();
        assertThat(parts(id)).anyMatch(part -> part.kind() == LogPart.Kind.END && part.cut());
        assertThat(EngineIT.log(answer)).contains("[output cut: more than the limit per call was printed]");
        String next = rig.invoke("chatty", "{}")
                .headers()
                .firstValue("X-Amzn-RequestId")
                .orElseThrow();
        assertThat(next).isNotEqualTo(id);
    }

    private static String text(String id, LogPart.Kind kind) {
        return parts(id).stream()
                .filter(part -> part.kind() == kind)
                .map(part -> part.output().toString())
                .reduce("", String::concat);
    }

    private static List<LogPart> parts(String id) {
        synchronized (rig.logParts) {
            return rig.logParts.stream()
                    .filter(part -> part.id().toString().equals(id))
                    .toList();
        }
    }
}
