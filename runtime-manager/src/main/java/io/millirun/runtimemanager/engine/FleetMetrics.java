package io.millirun.runtimemanager.engine;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.millirun.runtimemanager.instances.Fleet;
import java.util.List;
import java.util.Locale;

/** Instances by state, stems by runtime, memory and calls, for the operator's monitoring. */
final class FleetMetrics implements MeterBinder {

    private static final List<String> STATES = List.of(
            "Starting", "Stem", "Specialising", "Idle", "Busy", "Returning", "Frozen", "Draining", "Removing", "Lost");

    private final Fleet fleet;
    private final List<String> runtimes;

    FleetMetrics(Fleet fleet, List<String> runtimes) {
        this.fleet = fleet;
        this.runtimes = List.copyOf(runtimes);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (String state : STATES) {
            Gauge.builder("millirun.instances", fleet, known -> known.census().getOrDefault(state, 0L))
                    .description("Instances of this replica")
                    .tag("state", state.toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        for (String runtime : runtimes) {
            Gauge.builder("millirun.stems.ready", fleet, known -> known.stems(runtime))
                    .description("Stems that are ready")
                    .tag("runtime", runtime)
                    .register(registry);
        }
        Gauge.builder("millirun.instances.memory", fleet, known -> known.countedMb() * (double) (1 << 20))
                .description("Memory that instances count against their bound")
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("millirun.calls.in.flight", fleet, Fleet::callsInFlight)
                .description("Calls that run or wait")
                .register(registry);
    }
}
