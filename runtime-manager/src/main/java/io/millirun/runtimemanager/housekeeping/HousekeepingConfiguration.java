package io.millirun.runtimemanager.housekeeping;

import java.time.Clock;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Housekeeping, in processes that run functions. Needs an {@link ImageStore}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HousekeepingProperties.class)
public class HousekeepingConfiguration {

    @Bean
    Housekeeping housekeeping(
            HousekeepingProperties properties, @Qualifier("worker") JdbcClient jdbc, ImageStore images, Clock clock) {
        return new Housekeeping(properties, new UnusedCode(jdbc), images, clock);
    }
}
