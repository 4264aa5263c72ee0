package io.millirun.metering.ingest;

import io.millirun.metering.MeteringProperties;
import io.millirun.metering.spool.SpoolBatch;
import io.millirun.metering.spool.SpoolPosition;
import io.millirun.metering.spool.UsageSpool;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The job that empties this node's spool into PostgreSQL. While PostgreSQL is away it tries again, less and less often;
 * the spool holds what comes meanwhile.
 */
@Component
public class UsageShipper implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(UsageShipper.class);

    /** Low, to start before those who append and stop after them. */
    private static final int PHASE = 0;

    private final UsageSpool spool;
    private final UsageIngest ingest;
    private final MeteringProperties.Shipping settings;
    private final String node;
    private final ShippingMetrics metrics;
    private final List<ShippingListener> listeners;

    private CountDownLatch stopping = new CountDownLatch(1);
    private @Nullable Thread thread;
    private @Nullable SpoolPosition position;
    private int failures;

    UsageShipper(
            UsageSpool spool,
            UsageIngest ingest,
            MeteringProperties settings,
            ShippingMetrics metrics,
            ObjectProvider<ShippingListener> listeners) {
        this.listeners = listeners.orderedStream().toList();
        this.spool = spool;
        this.ingest = ingest;
        this.settings = settings.shipping();
        this.node = settings.node();
        this.metrics = metrics;
    }

    @Override
    public synchronized void start() {
        CountDownLatch stop = new CountDownLatch(1);
        stopping = stop;
        thread = Thread.ofPlatform().name("usage-shipper").daemon().start(() -> run(stop));
    }

    /** Lets the job make one last attempt to empty the spool. */
    @Override
    public void stop() {
        Thread running;
        synchronized (this) {
            running = thread;
            thread = null;
            stopping.countDown();
        }
        if (running != null) {
            try {
                running.join(settings.timeout());
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    private void run(CountDownLatch stop) {
        try {
            boolean last;
            do {
                last = stop.getCount() == 0;
                Duration pause = shipWhatIsThere();
                if (!last) {
                    var _ = stop.await(pause.toMillis(), TimeUnit.MILLISECONDS);
                }
            } while (!last);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Empties the spool, or fails trying; returns how long to wait before the next time. */
    private Duration shipWhatIsThere() {
        try {
            while (ship()) {
                failures = 0;
            }
            failures = 0;
            return settings.interval();
        } catch (SQLException | IOException | RuntimeException failed) {
            failures++;
            metrics.failed();
            Duration pause = Backoff.after(failures, settings.interval(), settings.longestBackoff());
            log.warn("usage cannot be shipped (attempt {}), next attempt in {}", failures, pause, failed);
            return pause;
        }
    }

    private boolean ship() throws SQLException, IOException {
        if (position == null) {
            position = spool.resume(ingest.position(spool.id()));
        }
        SpoolBatch batch = spool.read(position, settings.batch());
        if (batch.isEmpty()) {
            listeners.forEach(ShippingListener::emptied);
            return false;
        }
        IngestResult result = metrics.timed(() -> ingest.ingest(spool.id(), node, batch));
        position = batch.next();
        spool.shipped(batch);
        metrics.shipped(result);
        listeners.forEach(listener -> listener.shipped(batch.records()));
        if (!result.refused().isEmpty()) {
            log.error("usage records were refused, see metering.refused_usage: {}", result.refused());
        }
        return true;
    }
}
