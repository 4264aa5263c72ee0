package io.millirun.portal;

import io.millirun.billing.BillingConfiguration;
import io.millirun.billing.BillingRole;
import io.millirun.billing.spend.SpendConfiguration;
import io.millirun.kernel.ProcessRole;
import io.millirun.metering.MeteringConfiguration;
import io.millirun.metering.MeteringRole;
import io.millirun.portal.secret.MasterSecret;
import io.millirun.runtimemanager.RuntimeManagerConfiguration;
import io.millirun.runtimemanager.RuntimeManagerRole;
import io.millirun.runtimemanager.events.WebhookKey;
import io.millirun.runtimemanager.functions.EnvironmentKey;
import io.millirun.runtimemanager.logs.EventKey;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Brings the modules together: as libraries in every process, with listeners and jobs where the role asks for them. */
@Configuration(proxyBeanMethods = false)
@Import({MeteringConfiguration.class, BillingConfiguration.class, RuntimeManagerConfiguration.class})
class ModulesConfiguration {

    @Bean
    EnvironmentKey environmentKey(MasterSecret master) {
        return new EnvironmentKey(master.bytes("function environments"));
    }

    @Bean
    WebhookKey webhookKey(MasterSecret master) {
        return new WebhookKey(master.bytes("webhook secrets"));
    }

    @Bean
    EventKey eventKey(MasterSecret master) {
        return new EventKey(master.bytes("captured events"));
    }

    /** Listeners and jobs of the role runtime-manager. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnRole(ProcessRole.RUNTIME_MANAGER)
    @Import({RuntimeManagerRole.class, SpendConfiguration.class})
    static class RunsFunctions {}

    /** Jobs of the role metering. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnRole(ProcessRole.METERING)
    @Import(MeteringRole.class)
    static class KeepsUsage {}

    /** Jobs of the role billing. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnRole(ProcessRole.BILLING)
    @Import(BillingRole.class)
    static class Bills {}
}
