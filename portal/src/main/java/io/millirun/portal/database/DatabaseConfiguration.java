package io.millirun.portal.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.millirun.kernel.TenantDataSource;
import io.millirun.portal.secret.MasterSecret;
import jakarta.persistence.EntityManagerFactory;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.hibernate.cfg.MultiTenancySettings;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.hibernate.autoconfigure.HibernatePropertiesCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * The database in two roles. The primary beans are the tenant-facing ones, under row-level security; those qualified
 * {@code worker} see every tenant and are for jobs, for the call path and for finding out which tenant it is.
 */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

    @Bean(destroyMethod = "close")
    DatabaseServer databaseServer(
            DatabaseProperties properties, @Value("${millirun.data}") Path data, MasterSecret secret) {
        String url = properties.url();
        return url == null || url.isBlank()
                ? EmbeddedPostgres.in(data, secret)
                : new DatabaseServer.External(DatabaseAddress.parse(url, properties.user(), properties.password()));
    }

    @Bean
    DatabaseSchema databaseSchema(DatabaseServer server, DatabaseProperties properties, MasterSecret secret) {
        return new DatabaseSchema(server.address(), properties, secret).migrated();
    }

    @Bean(defaultCandidate = false)
    HikariDataSource appPool(DatabaseServer server, DatabaseSchema schema, DatabaseProperties properties) {
        return pool("app", server.address(), schema.app(), properties);
    }

    @Bean
    @Primary
    DataSource dataSource(@Qualifier("appPool") HikariDataSource pool) {
        return new TenantDataSource(pool);
    }

    @Bean(defaultCandidate = false)
    @Qualifier("worker")
    HikariDataSource workerDataSource(DatabaseServer server, DatabaseSchema schema, DatabaseProperties properties) {
        return pool("worker", server.address(), schema.worker(), properties);
    }

    private static HikariDataSource pool(
            String name, DatabaseAddress address, DatabaseSchema.Role role, DatabaseProperties properties) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(address.as(role.name(), role.password()));
        config.setMaximumPoolSize(properties.poolSize());
        config.setMinimumIdle(2);
        config.setConnectionTimeout(properties.connectTimeout().toMillis());
        return new HikariDataSource(config);
    }

    @Bean
    @Primary
    PlatformTransactionManager transactionManager(EntityManagerFactory entityManagerFactory) {
        return new JpaTransactionManager(entityManagerFactory);
    }

    @Bean(defaultCandidate = false)
    @Qualifier("worker")
    PlatformTransactionManager workerTransactionManager(@Qualifier("worker") DataSource workerDataSource) {
        return new JdbcTransactionManager(workerDataSource);
    }

    @Bean
    @Primary
    JdbcClient jdbcClient(DataSource dataSource) {
        return JdbcClient.create(dataSource);
    }

    @Bean(defaultCandidate = false)
    @Qualifier("worker")
    JdbcClient workerJdbcClient(@Qualifier("worker") DataSource workerDataSource) {
        return JdbcClient.create(workerDataSource);
    }

    @Bean
    HibernatePropertiesCustomizer tenantOfHibernate() {
        return settings -> settings.put(MultiTenancySettings.MULTI_TENANT_IDENTIFIER_RESOLVER, new BoundTenant());
    }

    @Bean(destroyMethod = "close")
    Changes changes(JdbcClient jdbc, DatabaseServer server, DatabaseSchema schema) {
        return new Changes(
                jdbc,
                server.address().as(schema.worker().name(), schema.worker().password()));
    }
}
