package io.millirun.runtimemanager.runtimes;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.runtimemanager.TestDatabase;
import io.millirun.runtimemanager.runtimes.ImageState.Unavailable;
import io.millirun.runtimemanager.runtimes.ImageState.Waiting;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class RuntimeStatusesIT {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    private final JdbcClient worker = JdbcClient.create(TestDatabase.worker());
    private final RuntimeStatuses statuses = new RuntimeStatuses(JdbcClient.create(TestDatabase.app()));
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);

    @Test
    void whatANodeReportsIsReadElsewhereUntilItStops() {
        StatusReport report = report("n1", TestRuntimes.catalogue());

        report.report();

        assertThat(of("n1"))
                .hasSize(3)
                .first()
                .isEqualTo(new RuntimeStatus("n1", "nodejs24.x", "Node.js 24", new Waiting(NOW), NOW));
        report.start();
        report.stop();
        assertThat(of("n1")).isEmpty();
    }

    @Test
    void runtimesThatAreNoLongerOnOfferDisappear() {
        report("n2", TestRuntimes.catalogue()).report();
        Clock later = Clock.offset(clock, Duration.ofSeconds(5));
        RuntimeCatalogue fewer = new RuntimeCatalogue(List.of(TestRuntimes.PYTHON));

        new StatusReport("n2", fewer, images(fewer), worker, later).report();

        assertThat(of("n2")).extracting(RuntimeStatus::runtime).containsExactly("python3.13");
    }

    @Test
    void reasonAndRemedySurviveTheWay() {
        worker.sql("""
                insert into runtime_manager.runtime_status
                values ('n3', 'a1', 'A', 'UNAVAILABLE', 'the mirror is away', 'runtimes/build a1', now(), now())
                """).update();

        assertThat(of("n3").getFirst().state()).isInstanceOfSatisfying(Unavailable.class, state -> {
            assertThat(state.reason()).isEqualTo("the mirror is away");
            assertThat(state.remedy()).isEqualTo("runtimes/build a1");
        });
    }

    private StatusReport report(String node, RuntimeCatalogue catalogue) {
        return new StatusReport(node, catalogue, images(catalogue), worker, clock);
    }

    private RuntimeImages images(RuntimeCatalogue catalogue) {
        return new RuntimeImages(
                catalogue,
                new ImageBuilder(Path.of("none"), Duration.ofSeconds(1), Duration.ofSeconds(1)),
                _ -> Optional.empty(),
                false,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                List.of(),
                clock);
    }

    private List<RuntimeStatus> of(String node) {
        return statuses.all().stream()
                .filter(status -> status.node().equals(node))
                .toList();
    }
}
