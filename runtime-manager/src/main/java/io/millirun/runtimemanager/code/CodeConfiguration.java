package io.millirun.runtimemanager.code;

import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans of this package that every process has; {@link BundlesConfiguration} has those of runtime-managers. */
@Configuration(proxyBeanMethods = false)
public class CodeConfiguration {

    @Bean
    CodePackages codePackages(DataSource dataSource, Clock clock) {
        return new CodePackages(new PostgresPackages(dataSource, clock));
    }
}
