package io.millirun.runtimemanager.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millirun.runtimemanager.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Workers in processes of their own, killed without warning while they work. */
class KilledWorkersIT {

    private static final int EVENTS = 10_000;
    private static final int WORKERS = 3;
    private static final int KILLS = 8;
    private static final int LINE = 36 + 1 + 1 + 1 + 36 + 1 + 36;

    private final JdbcClient worker = JdbcClient.create(TestDatabase.worker());
    private final Organization organization = new Organization();
    private final List<Path> notes = new ArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void everyEventSucceedsThoughWorkersAreKilledAndEveryAttemptIsAccountedFor() throws Exception {
        var policy = new EventPolicy(
                10, List.of(Duration.ofMillis(50)), Duration.ofHours(1), Destination.NONE, Destination.NONE);
        organization.as(() -> organization.policies.put(organization.tenant, organization.function, "$LATEST", policy));
        List<Process> workers = new ArrayList<>();
        try {
            for (int number = 0; number < WORKERS; number++) {
                workers.add(start());
            }
            accept();
            Random random = new Random();
            for (int kill = 1; kill <= KILLS; kill++) {
                long threshold = (long) EVENTS * kill / (KILLS + 2);
                await().atMost(Duration.ofMinutes(3)).until(() -> finished() >= threshold);
                int victim = random.nextInt(WORKERS);
                workers.get(victim).destroyForcibly().waitFor();
                workers.set(victim, start());
            }
            await().atMost(Duration.ofMinutes(3)).until(() -> finished() == EVENTS);
        } finally {
            workers.forEach(Process::destroyForcibly);
        }

        assertThat(count("event where tenant_id = ? and state = 'SUCCEEDED'")).isEqualTo(EVENTS);
        assertThat(count("event_queue where tenant_id = ?")).isZero();
        // What the workers noted is the truth: every event ran to success at least once, ...
        Set<String> ran = new HashSet<>();
        Set<String> invocations = new HashSet<>();
        for (String line : lines()) {
            String[] words = line.split(" ", 4);
            invocations.add(words[3]);
            if (words[1].equals("S")) {
                ran.add(words[2]);
            }
        }
        assertThat(ran).hasSize(EVENTS);
        // ... every attempt that began is in the books, and the events' own counts add up to them.
        Set<String> booked = new HashSet<>(
                worker.sql("select invocation_id::text from runtime_manager.event_attempt where tenant_id = ?")
                        .param(organization.tenant.value())
                        .query(String.class)
                        .list());
        assertThat(booked).containsAll(invocations);
        assertThat(worker.sql("select sum(attempts) from runtime_manager.event where tenant_id = ?")
                        .param(organization.tenant.value())
                        .query(Long.class)
                        .single())
                .isEqualTo(booked.size());
        assertThat(count("event_attempt where tenant_id = ? and outcome = 'SUCCEEDED'"))
                .isGreaterThanOrEqualTo(EVENTS);
        assertThat(count("event_attempt where tenant_id = ? and outcome = 'LOST'"))
                .isPositive();
    }

    private void accept() {
        EventIntake intake = EventStages.intake(() -> {});
        List<CompletableFuture<Acceptance>> answers = new ArrayList<>();
        for (int number = 0; number < EVENTS; number++) {
            answers.add(intake.accept(organization.event("{\"number\":" + number + "}", null))
                    .toCompletableFuture());
        }
        assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isInstanceOf(Acceptance.Stored.class));
    }

    private Process start() throws IOException {
        Path file = folder.resolve("notes-" + notes.size());
        notes.add(file);
        String[] login = TestDatabase.workerLogin();
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        WorkerProcess.class.getName(),
                        login[0],
                        login[1],
                        login[2],
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output-" + notes.size()).toFile())
                .start();
    }

    private List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path file : notes) {
            if (Files.exists(file)) {
                // A kill may cut the last line off; and events that other tests left behind run as well.
                Files.readAllLines(file).stream()
                        .filter(line -> line.length() == LINE && line.startsWith(organization.tenant + " "))
                        .forEach(lines::add);
            }
        }
        return lines;
    }

    private long finished() {
        return count("event where tenant_id = ? and state <> 'PENDING'");
    }

    private long count(String what) {
        return worker.sql("select count(*) from runtime_manager." + what)
                .param(organization.tenant.value())
                .query(Long.class)
                .single();
    }
}
