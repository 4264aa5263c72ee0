package io.millirun.billing;

import io.millirun.billing.invoice.CreditExpiry;
import io.millirun.billing.invoice.MonthlyRun;
import io.millirun.billing.suspension.Ladder;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The jobs of the role {@code billing}: invoices every month, credits that expire, the ladder of those who do not pay. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
@Import({MonthlyRun.class, CreditExpiry.class, Ladder.class})
public class BillingRole {}
