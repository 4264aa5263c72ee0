package io.millirun.portal.tariff;

import io.millirun.billing.prices.ListPrices;
import io.millirun.kernel.TenantId;
import io.millirun.metering.UsageRecord;
import io.millirun.runtimemanager.Tariffs;
import org.springframework.stereotype.Component;

/** The gateway's prices, from billing's memory. */
@Component
class PlanTariffs implements Tariffs {

    private final ListPrices prices;

    PlanTariffs(ListPrices prices) {
        this.prices = prices;
    }

    @Override
    public long freeInitMs(TenantId tenant) {
        return prices.freeInitMs(tenant);
    }

    @Override
    public String listPrice(UsageRecord record) {
        return prices.text(record);
    }
}
