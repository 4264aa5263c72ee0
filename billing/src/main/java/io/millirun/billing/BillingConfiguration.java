package io.millirun.billing;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

/** What every process has of billing: prices in memory, statements on demand. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
@EnableConfigurationProperties(BillingProperties.class)
@ComponentScan(
        basePackages = {
            "io.millirun.billing.prices",
            "io.millirun.billing.profile",
            "io.millirun.billing.ledger",
            "io.millirun.billing.tax",
            "io.millirun.billing.document",
            "io.millirun.billing.invoice",
            "io.millirun.billing.statement",
            "io.millirun.billing.notice",
            "io.millirun.billing.spend",
            "io.millirun.billing.budget"
        },
        excludeFilters = @ComponentScan.Filter(Configuration.class))
public class BillingConfiguration {}
