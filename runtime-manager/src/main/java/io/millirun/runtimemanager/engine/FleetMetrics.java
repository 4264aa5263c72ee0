package io.millirun.runtimemanager.engine;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.millirun.metering.Outcome;
import io.millirun.metering.UsageRecord;
import io.millirun.runtimemanager.instances.Fleet;
import io.millirun.runtimemanager.instances.InstanceState;
import io.millirun.runtimemanager.runtimes.FunctionRuntime;
import io.millirun.runtimemanager.runtimes.RuntimeCatalogue;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What operators watch: instances by state, stems, calls in flight, and how long calls and inits took by outcome. */
final class FleetMetrics {

    private final Fleet fleet;
    private final RuntimeCatalogue catalogue;
    private final Map<Outcome, Timer> warm = new EnumMap<>(Outcome.class);
    private final Map<Outcome, Timer> cold = new EnumMap<>(Outcome.class);
    private final Timer inits;

    FleetMetrics(Fleet fleet, RuntimeCatalogue catalogue, MeterRegistry registry) {
        this.fleet = fleet;
        this.catalogue = catalogue;
        for (Outcome outcome : Outcome.values()) {
            warm.put(outcome, timer(registry, outcome, "warm"));
            cold.put(outcome, timer(registry, outcome, "cold"));
        }
        inits = Timer.builder("millirun.init").description("Inits of functions").register(registry);
        gauges(registry);
    }

    private static Timer timer(MeterRegistry registry, Outcome outcome, String start) {
        return Timer.builder("millirun.invocation")
                .description("Handler time of calls")
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .tag("start", start)
                .register(registry);
    }

    /** Counts a call that is over. */
    void count(UsageRecord record) {
        Timer timer = (record.cold() ? cold : warm).get(record.outcome());
        if (timer != null) {
            timer.record(record.durationMicros(), TimeUnit.MICROSECONDS);
        }
        if (record.cold()) {
            inits.record(record.initMicros(), TimeUnit.MICROSECONDS);
        }
    }

    private void gauges(MeterRegistry registry) {
        Gauge.builder("millirun.calls", fleet, Fleet::callsInFlight)
                .description("Calls that run or wait")
                .register(registry);
        for (FunctionRuntime runtime : catalogue.all()) {
            for (Class<?> state : InstanceState.class.getPermittedSubclasses()) {
                Gauge.builder("millirun.instances", fleet, of -> of.count(state.getSimpleName(), runtime.name()))
                        .description("Instances of this replica")
                        .tag("state", state.getSimpleName().toLowerCase(Locale.ROOT))
                        .tag("runtime", runtime.name())
                        .register(registry);
            }
            Gauge.builder("millirun.stems.ready", fleet, of -> of.count("Stem", runtime.name()))
                    .description("Stems that wait for a function")
                    .tag("runtime", runtime.name())
                    .register(registry);
        }
    }
}
