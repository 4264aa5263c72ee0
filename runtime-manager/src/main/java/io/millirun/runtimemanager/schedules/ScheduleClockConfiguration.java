package io.millirun.runtimemanager.schedules;

import io.millirun.runtimemanager.EngineProperties;
import io.millirun.runtimemanager.events.EventIntake;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The job that fires schedules, in processes that run functions. */
@Configuration(proxyBeanMethods = false)
public class ScheduleClockConfiguration {

    @Bean
    ScheduleClock scheduleClock(EventIntake events, EngineProperties engine, Clock clock) {
        return new ScheduleClock(events, engine.region(), clock);
    }
}
