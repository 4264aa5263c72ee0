package io.millirun.billing.spend;

import io.millirun.billing.notice.Notices;
import io.millirun.metering.MeteringProperties;
import io.millirun.metering.spool.UsageSpool;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;

/** What only a process that lets calls in needs of billing. */
@Configuration(proxyBeanMethods = false)
public class SpendConfiguration {

    @Bean
    SpendKeeper spendKeeper(
            CapTable table,
            HeldTable held,
            MonthUsage usage,
            Notices notices,
            @Qualifier("worker") PlatformTransactionManager transactions,
            UsageSpool spool,
            MeteringProperties settings,
            Clock clock) {
        return new SpendKeeper(
                table, held, usage, notices, transactions, spool.id(), settings.node(), clock, System::nanoTime);
    }

    @Bean
    SpendGate spendGate(SpendKeeper keeper) {
        return keeper.gate();
    }
}
