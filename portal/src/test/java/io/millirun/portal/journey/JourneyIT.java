package io.millirun.portal.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.model.Container;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;

/** The journey through one process with everything in it, and what is left of it when all is quiet. */
class JourneyIT {

    @Test
    void fromSignUpToStatementAndBackToNothing() throws Exception {
        String replica;
        try (PlatformProcess platform = PlatformProcess.start(Map.of("MILLIRUN_IDLE_TIMEOUT", "8s"));
                var browser = new JourneyBrowser()) {
            replica = platform.replica();
            var journey = new Journey(platform, browser);
            journey.signsUp();
            journey.seesTheZeroStatement();
            journey.deploys("greeter", "nodejs24.x", "hello");
            journey.deploys("counter", "python3.13", "hello");
            journey.runsInTheConsole("greeter");
            journey.runsInTheConsole("counter");
            String token = journey.makesAnAccessKey();
            journey.callsFromOutside("greeter", token, 3);
            journey.callsFromOutside("counter", token, 2);
            int calls = 7 + journey.isStoppedByItsCap("greeter", token);
            var records = journey.recordsOnceThereAre(calls);
            journey.readsTheUsage(records);
            journey.readsTheStatement(records);
            journey.logsOutAndIn();
            assertThat(browser.complaints()).isEmpty();

            await().atMost(Duration.ofSeconds(30)).until(() -> platform.instancesOfFunctions() == 0);
            assertThat(journey.recordsOnceThereAre(calls)).isEqualTo(records);
            journey.readsTheStatement(records);
        }
        assertThat(containers(replica)).isEmpty();
    }

    private static List<Container> containers(String replica) {
        return DockerClientFactory.lazyClient()
                .listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(Map.of("io.millirun.replica", replica))
                .exec()
                .stream()
                .filter(container -> Stream.of(container.getNames()).anyMatch(name -> name.contains("millirun-")))
                .toList();
    }
}
