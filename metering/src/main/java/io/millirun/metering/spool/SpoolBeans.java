package io.millirun.metering.spool;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.millirun.metering.MeteringProperties;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** This node's spool in the data folder, and its figures for operators. */
@Configuration(proxyBeanMethods = false)
class SpoolBeans {

    @Bean
    UsageSpool usageSpool(MeteringProperties settings, Clock clock, Environment environment) {
        Path data = Path.of(environment.getProperty("millirun.data", "data"));
        return UsageSpool.open(data.resolve("spool").resolve(settings.node()), settings.spool(), clock);
    }

    @Bean
    MeterBinder usageSpoolMetrics(UsageSpool spool, Clock clock) {
        return registry -> {
            Gauge.builder("millirun.spool.records", spool, it -> it.backlog().records())
                    .description("usage records that are not in PostgreSQL yet")
                    .register(registry);
            Gauge.builder("millirun.spool.age", spool, it -> age(it, clock).toMillis() / 1e3)
                    .description("age of the oldest of them")
                    .baseUnit("seconds")
                    .register(registry);
            Gauge.builder("millirun.spool.disk", spool, it -> it.backlog().diskBytes())
                    .description("what the spool takes on disk")
                    .baseUnit("bytes")
                    .register(registry);
            Gauge.builder("millirun.spool.disk.limit", spool, it -> it.backlog().diskLimit())
                    .baseUnit("bytes")
                    .register(registry);
            Gauge.builder(
                            "millirun.spool.fault",
                            spool,
                            it -> it.backlog().fault().isPresent() ? 1 : 0)
                    .description("1 while the spool cannot be written or synced")
                    .register(registry);
            FunctionCounter.builder("millirun.spool.appended", spool, UsageSpool::appended)
                    .register(registry);
        };
    }

    private static Duration age(UsageSpool spool, Clock clock) {
        return spool.backlog()
                .oldest()
                .map(oldest -> Duration.between(oldest, clock.instant()))
                .orElse(Duration.ZERO);
    }
}
