package io.millirun.runtimemanager;

import io.millirun.runtimemanager.code.BundlesConfiguration;
import io.millirun.runtimemanager.events.WebhookKey;
import io.millirun.runtimemanager.functions.DirectoryConfiguration;
import io.millirun.runtimemanager.functions.EnvironmentKey;
import io.millirun.runtimemanager.logs.EventKey;
import jakarta.persistence.EntityManagerFactory;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** The module's control plane and call path over the {@link TestDatabase}, put together as the portal does it. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import({RuntimeManagerConfiguration.class, BundlesConfiguration.class, DirectoryConfiguration.class})
public class ModuleContext {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    EnvironmentKey environmentKey() {
        return new EnvironmentKey(new byte[32]);
    }

    @Bean
    WebhookKey webhookKey() {
        return new WebhookKey(new byte[32]);
    }

    @Bean
    EventKey eventKey() {
        return new EventKey(new byte[32]);
    }

    @Bean
    @Primary
    DataSource dataSource() {
        return TestDatabase.app();
    }

    @Bean(defaultCandidate = false)
    @Qualifier("worker")
    DataSource workerDataSource() {
        return TestDatabase.worker();
    }

    @Bean
    @Primary
    PlatformTransactionManager transactionManager(EntityManagerFactory entities) {
        return new JpaTransactionManager(entities);
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
}
