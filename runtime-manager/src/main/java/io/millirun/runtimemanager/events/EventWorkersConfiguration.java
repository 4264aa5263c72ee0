package io.millirun.runtimemanager.events;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.millirun.kernel.Uuid7;
import io.millirun.runtimemanager.EngineProperties;
import io.millirun.runtimemanager.functions.FunctionDirectory;
import io.millirun.runtimemanager.invocation.Invocations;
import io.millirun.runtimemanager.outbound.OutboundAddresses;
import io.vertx.core.Vertx;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The beans of this package that processes which run functions have: the worker and its jobs. */
@Configuration(proxyBeanMethods = false)
public class EventWorkersConfiguration {

    @Bean
    EventWork eventWork(@Qualifier("worker") JdbcClient jdbc, EventProperties properties) {
        return new EventWork(jdbc, properties);
    }

    @Bean
    EventMeters eventMeters(ObjectProvider<MeterRegistry> registry, EventWork work) {
        var meters = new EventMeters(registry.getIfAvailable(SimpleMeterRegistry::new));
        meters.watch(work::depth);
        return meters;
    }

    @Bean
    EventSteps eventSteps(EngineProperties engine, EventProperties properties, Clock clock) {
        return new EventSteps(
                properties.resultLimit().toBytes(),
                new EndMessages(engine.region(), properties.payloadLimit().toBytes()),
                clock);
    }

    @Bean
    EventEnds eventEnds(Transactions transactions, EventSteps steps, EventMeters meters, Clock clock) {
        return new EventEnds(transactions, steps, meters, clock);
    }

    @Bean
    EventWorker eventWorker(
            Transactions transactions,
            EventSteps steps,
            EventEnds ends,
            EventProperties properties,
            FunctionDirectory functions,
            Invocations invocations,
            WebhookSecrets secrets,
            Vertx vertx,
            EventSignal signal,
            Clock clock) {
        var claims = new EventClaims(transactions, steps, Uuid7.next(), properties.lease(), clock);
        var addresses = new OutboundAddresses(properties.allowedWebhookNetworks());
        var webhooks = new WebhookTarget(
                secrets,
                new WebhookClient(vertx, addresses, properties.webhookTimeout()),
                properties.webhookConcurrency(),
                clock);
        var worker = new EventWorker(
                claims, ends, new FunctionTarget(functions::resolve, invocations), webhooks, properties);
        signal.to(worker::look);
        return worker;
    }

    @Bean
    EventClearing eventClearing(EventWork work) {
        return new EventClearing(work);
    }
}
