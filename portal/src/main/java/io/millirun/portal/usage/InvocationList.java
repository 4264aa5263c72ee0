package io.millirun.portal.usage;

import io.millirun.billing.prices.ListPrices;
import io.millirun.kernel.FunctionId;
import io.millirun.kernel.InvocationId;
import io.millirun.kernel.TenantId;
import io.millirun.metering.UsageRecord;
import io.millirun.metering.ledger.UsageJournal;
import io.millirun.metering.ledger.UsagePeriod;
import io.millirun.portal.statement.FunctionNames;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The latest invocations, a page at a time. */
@Component
class InvocationList {

    private static final int PAGE = 25;

    private final UsageJournal journal;
    private final ListPrices prices;

    InvocationList(UsageJournal journal, ListPrices prices) {
        this.journal = journal;
        this.prices = prices;
    }

    /**
     * A page.
     *
     * @param older id to go on from, null at the end
     */
    record Page(List<InvocationRow> rows, @Nullable String older) {}

    Page of(
            TenantId tenant,
            UsagePeriod period,
            @Nullable FunctionId function,
            @Nullable InvocationId before,
            FunctionNames.Known names) {
        List<UsageRecord> found = journal.page(tenant, period, function, before, PAGE + 1);
        List<UsageRecord> shown = found.subList(0, Math.min(PAGE, found.size()));
        return new Page(
                shown.stream()
                        .map(usage -> InvocationRow.of(usage, names, prices))
                        .toList(),
                found.size() > PAGE ? shown.getLast().id().toString() : null);
    }
}
