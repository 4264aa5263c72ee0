package io.millirun.billing;

import java.util.Currency;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of billing.
 *
 * @param currency ISO 4217 code of the currency that the first rate card is written in; later it is the rate card's
 */
@ConfigurationProperties("millirun.billing")
public record BillingProperties(@DefaultValue("USD") Currency currency) {}
