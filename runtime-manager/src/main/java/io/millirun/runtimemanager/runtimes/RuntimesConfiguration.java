package io.millirun.runtimemanager.runtimes;

import io.millirun.runtimemanager.RuntimeManagerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The beans of this package that every process has; {@link ImagesConfiguration} has those of runtime-managers. */
@Configuration(proxyBeanMethods = false)
public class RuntimesConfiguration {

    @Bean
    RuntimeCatalogue runtimeCatalogue(RuntimeManagerProperties properties) {
        return RuntimeCatalogue.read(properties.runtimesDirectory(), properties.runtimeAliases());
    }

    @Bean
    RuntimeStatuses runtimeStatuses(JdbcClient jdbc) {
        return new RuntimeStatuses(jdbc);
    }
}
