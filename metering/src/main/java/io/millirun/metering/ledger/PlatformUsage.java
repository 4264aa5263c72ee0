package io.millirun.metering.ledger;

import io.millirun.kernel.TenantId;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What all tenants used, day by day, for whoever runs the platform. */
@Component
public class PlatformUsage {

    private final JdbcClient worker;

    PlatformUsage(@Qualifier("worker") JdbcClient worker) {
        this.worker = worker;
    }

    /**
     * One tenant's UTC day.
     *
     * @param invocations all of them
     * @param requests those that are billed
     * @param mbMs billed quantity
     * @param errors those that the tenant's code failed
     * @param faults those that we failed or lost sight of
     */
    public record TenantDay(
            TenantId tenant, LocalDate day, long invocations, long requests, long mbMs, long errors, long faults) {}

    /** The days with calls from {@code first} until before {@code end}, by day. */
    public List<TenantDay> days(LocalDate first, LocalDate end) {
        return worker.sql("""
                        select tenant_id, day, sum(invocations)::bigint as invocations, sum(requests)::bigint as requests,
                          sum(mb_ms)::bigint as mb_ms,
                          sum(function_errors + timeouts + out_of_memory + exited)::bigint as errors,
                          sum(platform_faults + unwitnessed)::bigint as faults
                        from metering.usage_day where day >= :first and day < :end
                        group by tenant_id, day order by day, tenant_id""")
                .param("first", first)
                .param("end", end)
                .query((row, _) -> new TenantDay(
                        new TenantId(row.getObject("tenant_id", UUID.class)),
                        row.getObject("day", LocalDate.class),
                        row.getLong("invocations"),
                        row.getLong("requests"),
                        row.getLong("mb_ms"),
                        row.getLong("errors"),
                        row.getLong("faults")))
                .list();
    }
}
