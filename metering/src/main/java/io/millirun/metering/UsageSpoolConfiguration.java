package io.millirun.metering;

import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/**
 * The spool of a process that runs calls, and the job that ships it. For the role {@code runtime-manager} alone: every
 * runtime-manager ships its own spool, and no other process opens one.
 */
@Configuration(proxyBeanMethods = false)
@ComponentScan({"io.millirun.metering.spool", "io.millirun.metering.ingest"})
public class UsageSpoolConfiguration {}
