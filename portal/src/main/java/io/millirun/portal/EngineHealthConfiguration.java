package io.millirun.portal;

import io.millirun.kernel.ProcessRole;
import io.millirun.runtimemanager.EngineHealth;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts what keeps functions from running on the management port's {@code /readyz}. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnRole(ProcessRole.RUNTIME_MANAGER)
class EngineHealthConfiguration {

    @Bean
    HealthIndicator engineHealthIndicator(EngineHealth engine) {
        return () -> engine.obstacle()
                .map(why -> Health.outOfService().withDetail("why", why).build())
                .orElseGet(() -> Health.up().build());
    }
}
