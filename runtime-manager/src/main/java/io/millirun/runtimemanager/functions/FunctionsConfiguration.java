package io.millirun.runtimemanager.functions;

import io.millirun.runtimemanager.OrganizationQuotas;
import io.millirun.runtimemanager.RuntimeManagerProperties;
import io.millirun.runtimemanager.code.CodePackages;
import io.millirun.runtimemanager.runtimes.RuntimeCatalogue;
import jakarta.persistence.EntityManagerFactory;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The beans of this package that every process has; {@link DirectoryConfiguration} has those of runtime-managers. Needs
 * an {@link EnvironmentKey}.
 */
@Configuration(proxyBeanMethods = false)
@EntityScan(basePackageClasses = FunctionsConfiguration.class)
public class FunctionsConfiguration {

    @Bean
    EnvironmentCipher environmentCipher(EnvironmentKey key) {
        return new EnvironmentCipher(key);
    }

    @Bean
    FunctionStore functionStore(
            EntityManagerFactory entities,
            EnvironmentCipher cipher,
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            ApplicationEventPublisher events,
            Clock clock) {
        return new FunctionStore(
                new FunctionRows(SharedEntityManagerCreator.createSharedEntityManager(entities)),
                cipher,
                jdbc,
                new TransactionTemplate(transactions),
                events,
                clock);
    }

    @Bean
    FunctionCatalog functionCatalog(
            FunctionStore store,
            RuntimeCatalogue runtimes,
            CodePackages packages,
            RuntimeManagerProperties properties,
            ObjectProvider<OrganizationQuotas> quotas) {
        return new FunctionCatalog(
                store,
                new FunctionRules(runtimes),
                packages,
                tenant -> quotas.getIfAvailable(() -> defaults(properties)).functions(tenant));
    }

    @Bean
    PublishedVersions publishedVersions(FunctionStore store) {
        return new PublishedVersions(store);
    }

    @Bean
    Aliases aliases(FunctionStore store) {
        return new Aliases(store);
    }

    @Bean
    UrlConfigs urlConfigs(FunctionStore store) {
        return new UrlConfigs(store);
    }

    @Bean
    Reservations reservations(FunctionStore store, @Qualifier("worker") JdbcClient worker) {
        return new Reservations(store, worker);
    }

    @Bean
    Layers layers(FunctionStore store, CodePackages packages) {
        return new Layers(store, packages);
    }

    @Bean
    FunctionNotes functionNotes(FunctionStore store) {
        return new FunctionNotes(store);
    }

    @Bean
    CodeStorage codeStorage(
            FunctionStore store, RuntimeManagerProperties properties, ObjectProvider<OrganizationQuotas> quotas) {
        return new CodeStorage(
                store,
                tenant -> quotas.getIfAvailable(() -> defaults(properties)).codeBytes(tenant));
    }

    private static OrganizationQuotas defaults(RuntimeManagerProperties properties) {
        return OrganizationQuotas.ofEveryOrganization(
                properties.codeStoragePerOrganization().toBytes(), properties.functionsPerOrganization());
    }
}
