package io.millirun.metering;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** What every process has of metering: the queries. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MeteringProperties.class)
@ComponentScan("io.millirun.metering.ledger")
public class MeteringConfiguration {}
