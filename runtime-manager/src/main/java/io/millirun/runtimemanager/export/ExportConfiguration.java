package io.millirun.runtimemanager.export;

import io.millirun.runtimemanager.functions.EnvironmentKey;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Addresses of images, in every process; the engine's part makes them. */
@Configuration(proxyBeanMethods = false)
public class ExportConfiguration {

    @Bean
    ExportLinks exportLinks(EnvironmentKey secret, Clock clock) {
        return new ExportLinks(secret, clock);
    }
}
