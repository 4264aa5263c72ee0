package io.millirun.runtimemanager.code;

import io.millirun.runtimemanager.RuntimeManagerProperties;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans of this package that every process has; {@link BundlesConfiguration} has those of runtime-managers. */
@Configuration(proxyBeanMethods = false)
public class CodeConfiguration {

    @Bean
    CodePackages codePackages(DataSource dataSource, RuntimeManagerProperties properties, Clock clock) {
        return new CodePackages(new PostgresPackages(
                dataSource,
                clock,
                properties.codeStoragePerOrganization().toBytes(),
                properties.codeStorage().toBytes()));
    }
}
