package io.millirun.runtimemanager.events;

import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The beans of this package that every process has. Needs a {@link WebhookKey}. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EventProperties.class)
public class EventsConfiguration {

    @Bean
    WebhookSecrets webhookSecrets(WebhookKey key) {
        return new WebhookSecrets(key);
    }

    @Bean
    EventPolicies eventPolicies(JdbcClient jdbc, WebhookSecrets secrets, EventProperties properties, Clock clock) {
        return new EventPolicies(jdbc, secrets, properties.plainWebhooks(), clock);
    }

    @Bean
    Transactions eventTransactions(@Qualifier("worker") DataSource workers, EventProperties properties) {
        return new Transactions(workers, properties.storeTimeout());
    }

    @Bean
    EventSignal eventSignal() {
        return new EventSignal();
    }

    @Bean
    EventIntake eventIntake(Transactions transactions, EventProperties properties, Clock clock, EventSignal signal) {
        return new EventIntake(transactions, properties, clock, signal::give);
    }

    @Bean
    EventLedger eventLedger(JdbcClient jdbc) {
        return new EventLedger(jdbc);
    }

    @Bean
    DeadLetters deadLetters(@Qualifier("worker") JdbcClient worker) {
        return new DeadLetters(worker);
    }
}
