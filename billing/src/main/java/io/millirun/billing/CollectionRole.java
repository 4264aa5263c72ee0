package io.millirun.billing;

import io.millirun.billing.suspension.Ladder;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The jobs of the role {@code billing} that see to it that invoices are paid. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
@Import(Ladder.class)
public class CollectionRole {}
