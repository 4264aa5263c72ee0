package io.millirun.portal.journey;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Container;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;

/** The same journey through the composition, where every role is a process of its own and only one has the engine. */
class CompositionIT {

    @Test
    void theJourneyGoesThroughSeparateProcesses() throws Exception {
        String replica;
        try (Installation composition = Composition.start(Map.of());
                var browser = new JourneyBrowser()) {
            replica = composition.replica();
            var journey = new Journey(composition, browser);
            journey.signsUp();
            journey.seesTheZeroStatement();
            journey.deploys("greeter", "nodejs24.x", "hello");
            journey.deploys("counter", "python3.13", "hello");
            journey.runsInTheConsole("greeter");
            journey.runsInTheConsole("counter");
            String token = journey.makesAnAccessKey();
            journey.callsFromOutside("greeter", token, 2);
            journey.callsFromOutside("counter", token, 1);
            var records = journey.recordsOnceThereAre(5);
            journey.readsTheUsage(records);
            journey.readsTheStatement(records);
            assertThat(browser.complaints()).isEmpty();
            assertThat(mountsOfTheSocket(replica)).containsExactly("/" + replica + "-runtime-manager-1");
        }
        assertThat(containers(Map.of("io.millirun.replica", replica))).isEmpty();
        assertThat(containers(Map.of("com.docker.compose.project", replica))).isEmpty();
    }

    private static List<String> mountsOfTheSocket(String project) {
        return containers(Map.of("com.docker.compose.project", project)).stream()
                .filter(container -> container.getMounts().stream()
                        .anyMatch(mount -> String.valueOf(mount.getSource()).endsWith("docker.sock")))
                .map(container -> container.getNames()[0])
                .toList();
    }

    private static List<Container> containers(Map<String, String> labels) {
        return DockerClientFactory.lazyClient()
                .listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(labels)
                .exec();
    }
}
