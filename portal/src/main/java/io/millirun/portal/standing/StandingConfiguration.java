package io.millirun.portal.standing;

import io.millirun.runtimemanager.EngineProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

/** The engine's settings are known in every process: pages show the limits that hold by default. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EngineProperties.class)
class StandingConfiguration {}
