package io.millirun.runtimemanager.schedules;

import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The beans of this package that every process has. */
@Configuration(proxyBeanMethods = false)
public class SchedulesConfiguration {

    @Bean
    Schedules schedules(JdbcClient jdbc, Clock clock) {
        return new Schedules(jdbc, clock);
    }
}
