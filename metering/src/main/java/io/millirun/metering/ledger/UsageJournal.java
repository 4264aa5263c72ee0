package io.millirun.metering.ledger;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.InvocationId;
import io.millirun.kernel.MemorySize;
import io.millirun.kernel.TenantId;
import io.millirun.metering.Outcome;
import io.millirun.metering.Trigger;
import io.millirun.metering.UsageRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** A tenant's single usage records. Runs where {@link io.millirun.kernel.CurrentTenant} is bound. */
@Component
public class UsageJournal {

    private static final int PAGE = 2_000;

    /** The times inside the ids decide; the days name the partitions. */
    private static final String IN_PERIOD = """
            select * from metering.usage_record
            where tenant_id = :tenant and day between :firstDay and :lastDay
              and id >= :first and id < :end
              and (cast(:function as uuid) is null or function_id = :function)
            """;

    private final JdbcClient jdbc;

    UsageJournal(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A page of the invocations that started within {@code period}, newest first.
     *
     * @param function only this one's, or null for all
     * @param before the last id of the page before, or null for the first page
     */
    public List<UsageRecord> page(
            TenantId tenant,
            UsagePeriod period,
            @Nullable FunctionId function,
            @Nullable InvocationId before,
            int limit) {
        UUID end = IdRange.firstAt(period.to());
        UUID beforeOrEnd = before == null || IdRange.isAfter(before.value(), end) ? end : before.value();
        return select("order by day desc, id desc limit :limit", tenant, period, function)
                .param("first", IdRange.firstAt(period.from()))
                .param("end", beforeOrEnd)
                .param("limit", limit)
                .query((row, _) -> record(row))
                .list();
    }

    /** One record; empty if there is none of this tenant. */
    public Optional<UsageRecord> find(TenantId tenant, InvocationId id) {
        return jdbc.sql("select * from metering.usage_record where tenant_id = :tenant and day = :day and id = :id")
                .param("tenant", tenant.value())
                .param("day", LocalDate.ofInstant(id.startedAt(), ZoneOffset.UTC))
                .param("id", id.value())
                .query((row, _) -> record(row))
                .optional();
    }

    /** Passes on every record of {@code period}, oldest first, some thousand at a time in memory. */
    public void forEach(TenantId tenant, UsagePeriod period, Consumer<BilledRecord> action) {
        forEach(tenant, period.from(), period.to(), IN_PERIOD, null, action);
    }

    /** Passes on every record that is billed in {@code month}, oldest first: what came late for earlier months, and its own. */
    public void forEachBilledIn(TenantId tenant, YearMonth month, Consumer<BilledRecord> action) {
        UsagePeriod own = UsagePeriod.month(month);
        Instant earliest = jdbc.sql("select min(hour) from metering.late_usage where tenant_id = ? and late_in = ?")
                .params(tenant.value(), month.atDay(1))
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant)
                .orElse(own.from());
        forEach(tenant, earliest, own.from(), IN_PERIOD + "and late_in = :lateIn\n", month, action);
        forEach(tenant, own.from(), own.to(), IN_PERIOD + "and late_in is null\n", null, action);
    }

    private void forEach(
            TenantId tenant,
            Instant from,
            Instant to,
            String sql,
            @Nullable YearMonth lateIn,
            Consumer<BilledRecord> action) {
        UUID first = IdRange.firstAt(from);
        LocalDate firstDay = LocalDate.ofInstant(from, ZoneOffset.UTC);
        List<BilledRecord> page;
        do {
            page = jdbc.sql(sql + "order by day, id limit :limit")
                    .param("tenant", tenant.value())
                    .param("firstDay", firstDay)
                    .param("lastDay", LocalDate.ofInstant(to, ZoneOffset.UTC))
                    .param("function", null)
                    .param("lateIn", lateIn == null ? null : lateIn.atDay(1))
                    .param("first", first)
                    .param("end", IdRange.firstAt(to))
                    .param("limit", PAGE)
                    .query((row, _) -> billed(row))
                    .list();
            page.forEach(action);
            if (!page.isEmpty()) {
                InvocationId last = page.getLast().usage().id();
                first = IdRange.after(last.value());
                firstDay = LocalDate.ofInstant(last.startedAt(), ZoneOffset.UTC);
            }
        } while (page.size() == PAGE);
    }

    private JdbcClient.StatementSpec select(
            String order, TenantId tenant, UsagePeriod period, @Nullable FunctionId function) {
        return jdbc.sql(IN_PERIOD + order)
                .param("tenant", tenant.value())
                .param("firstDay", LocalDate.ofInstant(period.from(), ZoneOffset.UTC))
                .param("lastDay", LocalDate.ofInstant(period.to(), ZoneOffset.UTC))
                .param("function", function == null ? null : function.value());
    }

    private static BilledRecord billed(ResultSet row) throws SQLException {
        LocalDate billedIn = Optional.ofNullable(row.getObject("late_in", LocalDate.class))
                .orElse(row.getObject("day", LocalDate.class));
        return new BilledRecord(record(row), YearMonth.from(billedIn));
    }

    static UsageRecord record(ResultSet row) throws SQLException {
        return new UsageRecord(
                new InvocationId(row.getObject("id", UUID.class)),
                new TenantId(row.getObject("tenant_id", UUID.class)),
                new FunctionId(row.getObject("function_id", UUID.class)),
                row.getString("function_version"),
                Trigger.valueOf(row.getString("trigger").toUpperCase(Locale.ROOT)),
                row.getBoolean("cold"),
                row.getLong("init_micros"),
                row.getLong("duration_micros"),
                row.getLong("billed_ms"),
                new MemorySize(row.getInt("memory_mb")),
                measured(row, "peak_memory_bytes"),
                measured(row, "cpu_micros"),
                row.getLong("bytes_in"),
                row.getLong("bytes_out"),
                Outcome.valueOf(row.getString("outcome").toUpperCase(Locale.ROOT)),
                row.getString("node"));
    }

    private static long measured(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? -1 : value;
    }
}
