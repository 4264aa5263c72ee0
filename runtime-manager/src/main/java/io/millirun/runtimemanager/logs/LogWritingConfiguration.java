package io.millirun.runtimemanager.logs;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What processes that run functions have of logs beyond the others: writing them, and dropping what is too old. */
@Configuration(proxyBeanMethods = false)
public class LogWritingConfiguration {

    @Bean
    LogQueue logQueue(LogProperties properties) {
        return new LogQueue(properties.queue().toBytes());
    }

    @Bean
    EventCapture eventCapture(@Qualifier("worker") JdbcClient workers, EventCipher cipher, LogProperties properties) {
        return new EventCapture(workers, cipher, properties.eventLimit().toBytes());
    }

    @Bean
    @Primary
    LogSink keptCalls(LogQueue queue, EventCapture events) {
        return new KeptCalls(queue, events);
    }

    @Bean
    LogWriter logWriter(LogQueue queue, @Qualifier("worker") DataSource workers, LogProperties properties) {
        return new LogWriter(queue, workers, properties.gather());
    }

    @Bean
    LogRetention logRetention(@Qualifier("worker") JdbcClient workers, LogProperties properties, Clock clock) {
        return new LogRetention(workers, properties, clock);
    }

    @Bean
    MeterBinder logMetrics(LogQueue queue) {
        return registry -> {
            Gauge.builder("millirun.logs.queue", queue, LogQueue::weight)
                    .description("Output of functions that waits to be written")
                    .baseUnit("bytes")
                    .register(registry);
            FunctionCounter.builder("millirun.logs.dropped", queue, LogQueue::dropped)
                    .description("Calls whose output was dropped because it could not be written fast enough")
                    .register(registry);
        };
    }
}
