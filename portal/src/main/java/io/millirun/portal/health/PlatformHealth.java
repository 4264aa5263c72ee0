package io.millirun.portal.health;

import io.millirun.portal.health.NodeReports.Report;
import io.millirun.portal.jobs.FailedJobs;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Puts together how the whole platform is, from what its processes report. */
@Component
class PlatformHealth {

    private static final int MOST_JOBS = 20;

    /** A process that has said nothing for so long is stuck or gone. */
    private static final Duration SILENT = Duration.ofSeconds(15);

    private static final Duration SPOOL_LATE = Duration.ofMinutes(1);
    private static final Duration EVENTS_LATE = Duration.ofMinutes(5);
    private static final long LEAST_DISK_PERCENT = 10;

    private final NodeReports reports;
    private final DatabaseFigures database;
    private final List<FailedJobs> jobs;
    private final Clock clock;

    PlatformHealth(NodeReports reports, DatabaseFigures database, List<FailedJobs> jobs, Clock clock) {
        this.reports = reports;
        this.database = database;
        this.jobs = jobs;
        this.clock = clock;
    }

    /**
     * How the platform is.
     *
     * @param problems what is wrong now, the codes of messages with their arguments
     * @param instances of all processes, by state
     * @param stems of all processes, by runtime
     * @param queue the event queue's figures, as the process with the freshest report sees it; null if none has one
     */
    record View(
            Instant at,
            List<Problem> problems,
            List<Node> nodes,
            Map<String, Long> instances,
            Map<String, Long> stems,
            long calls,
            @Nullable NodeFigures queue,
            DatabaseFigures.Figures database,
            List<Jobs> jobs) {

        /** All instances, whatever their state. */
        public long allInstances() {
            return instances.values().stream().mapToLong(Long::longValue).sum();
        }

        /** How many pieces of work failed. */
        public long failedJobs() {
            return jobs.stream()
                    .flatMap(kind -> kind.failed().stream())
                    .mapToLong(FailedJobs.FailedJob::count)
                    .sum();
        }
    }

    /** Something wrong, as a message's code and arguments. */
    record Problem(String code, List<Object> arguments) {

        static Problem of(String code, Object... arguments) {
            return new Problem(code, List.of(arguments));
        }
    }

    /**
     * A process.
     *
     * @param silent whether it has not reported for a while
     */
    record Node(Report report, boolean silent) {}

    /** What failed, of one kind. */
    record Jobs(String kind, List<FailedJobs.FailedJob> failed) {}

    View look() {
        Instant now = clock.instant();
        List<Node> nodes = reports.all().stream()
                .map(report -> new Node(
                        report, Duration.between(report.reportedAt(), now).compareTo(SILENT) > 0))
                .toList();
        List<Node> talking = nodes.stream().filter(node -> !node.silent()).toList();
        List<NodeFigures> engines = talking.stream()
                .filter(node -> node.report().hasRole("runtime-manager"))
                .map(node -> node.report().figures())
                .toList();
        DatabaseFigures.Figures figures = database.read();
        return new View(
                now,
                problems(nodes, talking, figures),
                nodes,
                sum(engines.stream().map(NodeFigures::instances).toList()),
                sum(engines.stream().map(NodeFigures::stems).toList()),
                engines.stream().mapToLong(NodeFigures::calls).sum(),
                engines.isEmpty() ? null : engines.getFirst(),
                figures,
                jobs.stream()
                        .map(kind -> new Jobs(kind.kind(), kind.failed(MOST_JOBS)))
                        .filter(kind -> !kind.failed().isEmpty())
                        .toList());
    }

    /** Tries a failed piece of work again; whether there was one. */
    boolean retry(String kind, String id) {
        return jobs.stream().filter(one -> one.kind().equals(kind)).anyMatch(one -> one.retry(id));
    }

    private static List<Problem> problems(List<Node> nodes, List<Node> talking, DatabaseFigures.Figures database) {
        List<Problem> problems = new ArrayList<>();
        nodes.stream()
                .filter(Node::silent)
                .forEach(node -> problems.add(Problem.of(
                        "health.problem.silent",
                        node.report().node(),
                        node.report().roles())));
        for (String role : List.of("portal", "runtime-manager", "metering", "billing")) {
            if (talking.stream().noneMatch(node -> node.report().hasRole(role))) {
                problems.add(Problem.of("health.problem.role", role));
            }
        }
        for (Node node : talking) {
            NodeFigures figures = node.report().figures();
            String name = node.report().node();
            if (figures.obstacle() != null) {
                problems.add(Problem.of("health.problem.obstacle", name, figures.obstacle()));
            }
            if (figures.spoolBroken()) {
                problems.add(Problem.of("health.problem.spool", name));
            }
            if (figures.spoolAgeSeconds() > SPOOL_LATE.toSeconds()) {
                problems.add(Problem.of("health.problem.lag", name, figures.spoolAgeSeconds()));
            }
            if (figures.eventsAgeSeconds() > EVENTS_LATE.toSeconds()) {
                problems.add(Problem.of("health.problem.events", figures.eventsAgeSeconds()));
            }
            if (figures.diskFree() * 100 < figures.diskTotal() * LEAST_DISK_PERCENT) {
                problems.add(Problem.of("health.problem.disk", name, figures.diskFree() * 100 / figures.diskTotal()));
            }
        }
        if (database.connections() * 10 > database.mostConnections() * 9) {
            problems.add(Problem.of("health.problem.connections", database.connections(), database.mostConnections()));
        }
        return problems.stream().distinct().toList();
    }

    private static Map<String, Long> sum(List<Map<String, Long>> parts) {
        Map<String, Long> sums = new TreeMap<>();
        parts.forEach(part -> part.forEach((key, value) -> sums.merge(key, value, Long::sum)));
        return sums;
    }
}
