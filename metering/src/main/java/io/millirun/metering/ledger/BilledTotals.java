package io.millirun.metering.ledger;

import io.millirun.kernel.TenantId;
import java.time.YearMonth;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What is billed in a month, of all organizations: for the jobs and the operator. */
@Component
public class BilledTotals {

    /** The month's own usage without what came late for it, and what came late for months before. */
    private static final String ALL = """
            select tenant_id, %1$s from (
              select tenant_id, %2$s from metering.usage_day where day >= :first and day < :end
              union all
              select tenant_id, %3$s from metering.late_usage
              where (hour at time zone 'UTC')::date >= :first and (hour at time zone 'UTC')::date < :end
              union all
              select tenant_id, %2$s from metering.late_usage where late_in = :first
            ) sums group by tenant_id having sum(invocations) > 0""".formatted(
                    UsageLedger.SUMS,
                    String.join(", ", UsageLedger.COLUMNS),
                    UsageLedger.COLUMNS.stream().map(column -> "-" + column).collect(Collectors.joining(", ")));

    private final JdbcClient worker;

    BilledTotals(@Qualifier("worker") JdbcClient worker) {
        this.worker = worker;
    }

    /** The sums of each organization that has any. */
    public Map<TenantId, UsageTotals> in(YearMonth month) {
        return worker
                .sql(ALL)
                .param("first", month.atDay(1))
                .param("end", month.plusMonths(1).atDay(1))
                .query((row, _) ->
                        Map.entry(new TenantId(row.getObject("tenant_id", UUID.class)), UsageLedger.totals(row)))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
