package io.millirun.portal.health;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.millirun.runtimemanager.Obstacle;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Reads a process's figures from the meters that it publishes to Prometheus as well. */
@Component
class NodeFigureReader {

    private final MeterRegistry meters;
    private final ObjectProvider<Obstacle> obstacle;
    private final Path data;

    NodeFigureReader(MeterRegistry meters, ObjectProvider<Obstacle> obstacle, @Value("${millirun.data}") Path data) {
        this.meters = meters;
        this.obstacle = obstacle;
        this.data = data.toAbsolutePath();
    }

    NodeFigures read() throws IOException {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        FileStore disk = Files.getFileStore(existing(data));
        Obstacle ours = obstacle.getIfAvailable();
        return new NodeFigures(
                by("millirun.instances", "state"),
                by("millirun.stems.ready", "runtime"),
                sum("millirun.calls"),
                sum("millirun.events.waiting"),
                sum("millirun.events.running"),
                sum("millirun.events.dead"),
                sum("millirun.events.age"),
                sum("millirun.spool.records"),
                sum("millirun.spool.age"),
                sum("millirun.spool.disk"),
                sum("millirun.spool.disk.limit"),
                sum("millirun.spool.fault") > 0,
                heap.getUsed(),
                heap.getMax(),
                disk.getUsableSpace(),
                disk.getTotalSpace(),
                ours == null ? null : ours.now().orElse(null));
    }

    private static Path existing(Path path) {
        Path found = path;
        while (!Files.exists(found) && found.getParent() != null) {
            found = found.getParent();
        }
        return found;
    }

    private long sum(String name) {
        return meters.find(name).gauges().stream()
                .mapToLong(NodeFigureReader::value)
                .sum();
    }

    private Map<String, Long> by(String name, String tag) {
        Map<String, Long> sums = new TreeMap<>();
        for (Gauge gauge : meters.find(name).gauges()) {
            String key = gauge.getId().getTag(tag);
            if (key != null) {
                sums.merge(key, value(gauge), Long::sum);
            }
        }
        return sums;
    }

    /** A gauge whose source is away says that it is no number. */
    private static long value(Gauge gauge) {
        double value = gauge.value();
        return Double.isNaN(value) ? 0 : Math.round(value);
    }
}
