package io.millirun.portal.health;

import io.millirun.portal.Roles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Tells the database every few seconds how this process is, and when it stops. */
@Component
class NodeReporter implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(NodeReporter.class);

    /** How often a process reports. */
    static final Duration INTERVAL = Duration.ofSeconds(3);

    private final NodeReports reports;
    private final NodeFigureReader reader;
    private final Roles roles;
    private final Instant startedAt;
    private final String node;
    private final String version;
    private final UUID process = UUID.randomUUID();
    private volatile @Nullable Thread thread;

    NodeReporter(
            NodeReports reports,
            NodeFigureReader reader,
            Roles roles,
            Clock clock,
            @Value("${millirun.runtime-manager.node:}") String node)
            throws UnknownHostException {
        this.reports = reports;
        this.reader = reader;
        this.roles = roles;
        this.startedAt = clock.instant();
        this.node = node.isEmpty() ? InetAddress.getLocalHost().getHostName() : node;
        this.version = Optional.ofNullable(getClass().getPackage().getImplementationVersion())
                .orElse("");
    }

    @Override
    public void start() {
        thread = Thread.ofVirtual().name("node-report").start(this::keepReporting);
    }

    private void keepReporting() {
        try {
            while (true) {
                try {
                    report();
                } catch (DataAccessException | IOException away) {
                    log.debug("Not reported", away);
                }
                Thread.sleep(INTERVAL);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    void report() throws IOException {
        reports.put(process, node, roles.toString(), version, startedAt, reader.read());
    }

    @Override
    public void stop() {
        Thread running = thread;
        thread = null;
        if (running != null) {
            running.interrupt();
            try {
                running.join(INTERVAL);
                reports.remove(process);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } catch (DataAccessException away) {
                log.debug("Not taken out", away);
            }
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
