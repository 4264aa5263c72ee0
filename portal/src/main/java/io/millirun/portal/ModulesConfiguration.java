package io.millirun.portal;

import io.millirun.portal.secret.MasterSecret;
import io.millirun.runtimemanager.RuntimeManagerConfiguration;
import io.millirun.runtimemanager.functions.EnvironmentKey;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Brings the modules together: as libraries in every process, with listeners and jobs where the role asks for them. */
@Configuration(proxyBeanMethods = false)
@Import(RuntimeManagerConfiguration.class)
class ModulesConfiguration {

    @Bean
    EnvironmentKey environmentKey(MasterSecret master) {
        return new EnvironmentKey(master.bytes("function environments"));
    }
}
