package io.millirun.metering.ledger;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** A tenant's sums, from the hourly roll-ups. Runs where {@link io.millirun.kernel.CurrentTenant} is bound. */
@Component
public class UsageLedger {

    private static final String SUMS = """
            coalesce(sum(invocations), 0)::bigint as invocations, coalesce(sum(requests), 0)::bigint as requests,
            coalesce(sum(billed_ms), 0)::bigint as billed_ms, coalesce(sum(mb_ms), 0)::bigint as mb_ms,
            coalesce(sum(init_micros), 0)::bigint as init_micros,
            coalesce(sum(duration_micros), 0)::bigint as duration_micros,
            coalesce(sum(cpu_micros), 0)::bigint as cpu_micros, coalesce(sum(bytes_in), 0)::bigint as bytes_in,
            coalesce(sum(bytes_out), 0)::bigint as bytes_out, coalesce(sum(cold), 0)::bigint as cold,
            coalesce(sum(function_errors), 0)::bigint as function_errors,
            coalesce(sum(timeouts), 0)::bigint as timeouts,
            coalesce(sum(out_of_memory), 0)::bigint as out_of_memory, coalesce(sum(exited), 0)::bigint as exited,
            coalesce(sum(platform_faults), 0)::bigint as platform_faults,
            coalesce(sum(unwitnessed), 0)::bigint as unwitnessed
            from metering.usage_hour where tenant_id = :tenant and hour >= :from and hour < :to
            """;

    private static final String DAY = "date_trunc('day', hour, 'UTC')";

    private final JdbcClient jdbc;

    UsageLedger(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The sums of a period. */
    public UsageTotals totals(TenantId tenant, UsagePeriod period) {
        return select("select " + SUMS, tenant, period)
                .query((row, _) -> totals(row))
                .single();
    }

    /** The sums of each function that was called, largest billed quantity first. */
    public SequencedMap<FunctionId, UsageTotals> byFunction(TenantId tenant, UsagePeriod period) {
        String sql = "select function_id, " + SUMS + " group by function_id order by sum(mb_ms) desc, function_id";
        return map(select(sql, tenant, period)
                .query((row, _) -> Map.entry(function(row), totals(row)))
                .list());
    }

    /** The sums of each UTC day with calls, in their order. */
    public SequencedMap<LocalDate, UsageTotals> byDay(TenantId tenant, UsagePeriod period) {
        return byTime(DAY, tenant, period, UsageLedger::date);
    }

    /** The sums of each UTC hour with calls, in their order. */
    public SequencedMap<Instant, UsageTotals> byHour(TenantId tenant, UsagePeriod period) {
        return byTime("hour", tenant, period, Function.identity());
    }

    /** The sums of each function on each UTC day with calls: the parts that a statement is made of. */
    public List<FunctionDay> byFunctionAndDay(TenantId tenant, UsagePeriod period) {
        String sql = "select function_id, " + DAY + " as time, " + SUMS + " group by 1, 2 order by 1, 2";
        return select(sql, tenant, period)
                .query((row, _) -> new FunctionDay(function(row), date(time(row)), totals(row)))
                .list();
    }

    /**
     * When the last invocation before {@code end}, a whole hour, started; to the hour only where its raw record is not
     * kept any more.
     */
    public Optional<Instant> lastActivity(TenantId tenant, Instant end) {
        return jdbc.sql("""
                        select coalesce(
                          (select uuid_extract_timestamp(r.id) from metering.usage_record r
                           where r.tenant_id = :tenant and r.day = (h.last at time zone 'UTC')::date and r.id < :endId
                           order by r.id desc limit 1),
                          h.last) as time
                        from (select max(hour) as last from metering.usage_hour where tenant_id = :tenant and hour < :end) h
                        where h.last is not null""")
                .param("tenant", tenant.value())
                .param("end", end.atOffset(ZoneOffset.UTC))
                .param("endId", IdRange.firstAt(end))
                .query((row, _) -> time(row))
                .optional();
    }

    private <K> SequencedMap<K, UsageTotals> byTime(
            String unit, TenantId tenant, UsagePeriod period, Function<Instant, K> key) {
        String sql = "select " + unit + " as time, " + SUMS + " group by 1 order by 1";
        return map(select(sql, tenant, period)
                .query((row, _) -> Map.entry(key.apply(time(row)), totals(row)))
                .list());
    }

    private JdbcClient.StatementSpec select(String sql, TenantId tenant, UsagePeriod period) {
        return jdbc.sql(sql)
                .param("tenant", tenant.value())
                .param("from", period.from().atOffset(ZoneOffset.UTC))
                .param("to", period.to().atOffset(ZoneOffset.UTC));
    }

    private static <K> SequencedMap<K, UsageTotals> map(List<Map.Entry<K, UsageTotals>> rows) {
        SequencedMap<K, UsageTotals> map = new LinkedHashMap<>();
        rows.forEach(row -> map.put(row.getKey(), row.getValue()));
        return map;
    }

    private static FunctionId function(ResultSet row) throws SQLException {
        return new FunctionId(row.getObject("function_id", UUID.class));
    }

    private static Instant time(ResultSet row) throws SQLException {
        return row.getObject("time", OffsetDateTime.class).toInstant();
    }

    private static LocalDate date(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    private static UsageTotals totals(ResultSet row) throws SQLException {
        return new UsageTotals(
                row.getLong("invocations"),
                row.getLong("requests"),
                row.getLong("billed_ms"),
                row.getLong("mb_ms"),
                row.getLong("init_micros"),
                row.getLong("duration_micros"),
                row.getLong("cpu_micros"),
                row.getLong("bytes_in"),
                row.getLong("bytes_out"),
                row.getLong("cold"),
                row.getLong("function_errors"),
                row.getLong("timeouts"),
                row.getLong("out_of_memory"),
                row.getLong("exited"),
                row.getLong("platform_faults"),
                row.getLong("unwitnessed"));
    }
}
