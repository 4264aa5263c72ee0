package io.millirun.runtimemanager.code;

import io.millirun.runtimemanager.OrganizationQuotas;
import io.millirun.runtimemanager.RuntimeManagerProperties;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans of this package that every process has; {@link BundlesConfiguration} has those of runtime-managers. */
@Configuration(proxyBeanMethods = false)
public class CodeConfiguration {

    @Bean
    CodePackages codePackages(
            DataSource dataSource,
            RuntimeManagerProperties properties,
            ObjectProvider<OrganizationQuotas> quotas,
            Clock clock) {
        return new CodePackages(new PostgresPackages(
                dataSource,
                clock,
                tenant -> quotas.getIfAvailable(() -> defaults(properties)).codeBytes(tenant),
                properties.codeStorage().toBytes()));
    }

    private static OrganizationQuotas defaults(RuntimeManagerProperties properties) {
        return OrganizationQuotas.ofEveryOrganization(
                properties.codeStoragePerOrganization().toBytes(), properties.functionsPerOrganization());
    }
}
