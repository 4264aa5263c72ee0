package io.millirun.runtimemanager.builds;

import io.millirun.runtimemanager.code.CodePackages;
import io.millirun.runtimemanager.functions.FunctionCatalog;
import io.millirun.runtimemanager.runtimes.RuntimeCatalogue;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The beans of this package that every process has; {@link BuildRoleConfiguration} has those of runtime-managers. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(BuildProperties.class)
public class BuildsConfiguration {

    @Bean
    Builds builds(
            FunctionCatalog catalog,
            CodePackages packages,
            RuntimeCatalogue runtimes,
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            Clock clock) {
        return new Builds(
                catalog, packages, runtimes, new BuildRows(jdbc), new TransactionTemplate(transactions), clock);
    }
}
