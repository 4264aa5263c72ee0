package io.millirun.metering;

import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The jobs of the role {@code metering}: partitions made ahead, and dropped when their time is over. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
@ComponentScan("io.millirun.metering.retention")
public class MeteringRole {}
