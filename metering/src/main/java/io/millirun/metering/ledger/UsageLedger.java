package io.millirun.metering.ledger;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** A tenant's sums, from the roll-ups. Runs where {@link io.millirun.kernel.CurrentTenant} is bound. */
@Component
public class UsageLedger {

    static final List<String> COLUMNS = List.of(
            "invocations",
            "requests",
            "billed_ms",
            "mb_ms",
            "init_micros",
            "duration_micros",
            "cpu_micros",
            "bytes_in",
            "bytes_out",
            "cold",
            "function_errors",
            "timeouts",
            "out_of_memory",
            "exited",
            "platform_faults",
            "unwitnessed");

    static final String SUMS = COLUMNS.stream()
            .map(column -> "coalesce(sum(" + column + "), 0)::bigint as " + column)
            .collect(Collectors.joining(", "));

    /** Whole days from their sums, the hours before and after them from theirs; both are written in one transaction. */
    private static final String DAYS = """
            %1$s from (
              select day, function_id, %2$s from metering.usage_day
              where tenant_id = :tenant and day >= :firstDay and day < :endDay
              union all
              select (hour at time zone 'UTC')::date, function_id, %2$s from metering.usage_hour
              where tenant_id = :tenant
                and ((hour >= :from and hour < :headEnd) or (hour >= :tail and hour < :to))
            ) sums
            """.formatted(SUMS, String.join(", ", COLUMNS));

    /** The same without what came late, in one statement, so that both are of one moment. */
    private static final String ON_TIME = """
            %1$s from (
              select day, function_id, %2$s from metering.usage_day
              where tenant_id = :tenant and day >= :firstDay and day < :endDay
              union all
              select (hour at time zone 'UTC')::date, function_id, %2$s from metering.usage_hour
              where tenant_id = :tenant
                and ((hour >= :from and hour < :headEnd) or (hour >= :tail and hour < :to))
              union all
              select (hour at time zone 'UTC')::date, function_id, %3$s from metering.late_usage
              where tenant_id = :tenant and hour >= :from and hour < :to
            ) sums
            """.formatted(
                    SUMS,
                    String.join(", ", COLUMNS),
                    COLUMNS.stream().map(column -> "-" + column).collect(Collectors.joining(", ")));

    private static final String HOURS =
            "select hour as time, " + SUMS + " from metering.usage_hour where tenant_id = :tenant"
                    + " and hour >= :from and hour < :to group by hour order by hour";

    private final JdbcClient jdbc;

    UsageLedger(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The sums of a period. */
    public UsageTotals totals(TenantId tenant, UsagePeriod period) {
        return select("select " + DAYS, tenant, period)
                .query((row, _) -> totals(row))
                .single();
    }

    /** The sums of each function that was called, largest billed quantity first. */
    public SequencedMap<FunctionId, UsageTotals> byFunction(TenantId tenant, UsagePeriod period) {
        String sql = "select function_id, " + DAYS + " group by function_id order by sum(mb_ms) desc, function_id";
        return map(select(sql, tenant, period)
                .query((row, _) -> Map.entry(function(row), totals(row)))
                .list());
    }

    /** The sums of each UTC day with calls, in their order. */
    public SequencedMap<LocalDate, UsageTotals> byDay(TenantId tenant, UsagePeriod period) {
        return map(select("select day, " + DAYS + " group by day order by day", tenant, period)
                .query((row, _) -> Map.entry(day(row), totals(row)))
                .list());
    }

    /** The sums of each UTC hour with calls, in their order. */
    public SequencedMap<Instant, UsageTotals> byHour(TenantId tenant, UsagePeriod period) {
        return map(jdbc.sql(HOURS)
                .param("tenant", tenant.value())
                .param("from", period.from().atOffset(ZoneOffset.UTC))
                .param("to", period.to().atOffset(ZoneOffset.UTC))
                .query((row, _) -> Map.entry(time(row), totals(row)))
                .list());
    }

    /** The sums of each function on each UTC day with calls: the parts that a statement is made of. */
    public List<FunctionDay> byFunctionAndDay(TenantId tenant, UsagePeriod period) {
        String sql = "select function_id, day, " + DAYS + " group by function_id, day order by function_id, day";
        return select(sql, tenant, period)
                .query((row, _) -> new FunctionDay(function(row), day(row), totals(row)))
                .list();
    }

    /** The same for what the month's own invoice covers: without records that came when the month was closed. */
    public List<FunctionDay> onTime(TenantId tenant, UsagePeriod period) {
        String sql = "select function_id, day, " + ON_TIME
                + " group by function_id, day having sum(invocations) > 0 order by function_id, day";
        return select(sql, tenant, period)
                .query((row, _) -> new FunctionDay(function(row), day(row), totals(row)))
                .list();
    }

    /**
     * What came late for the months that have something to be billed in {@code month}: that, and what was billed before
     * it, but nothing that is billed later.
     */
    public List<LateHour> late(TenantId tenant, YearMonth month) {
        String sql = "select hour as time, late_in, " + SUMS + """
                 from metering.late_usage
                where tenant_id = :tenant and late_in <= :month
                  and date_trunc('month', hour, 'UTC') in (
                    select date_trunc('month', hour, 'UTC') from metering.late_usage
                    where tenant_id = :tenant and late_in = :month)
                group by hour, late_in order by hour, late_in""";
        return jdbc.sql(sql)
                .param("tenant", tenant.value())
                .param("month", month.atDay(1))
                .query((row, _) ->
                        new LateHour(time(row), YearMonth.from(row.getObject("late_in", LocalDate.class)), totals(row)))
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

    private JdbcClient.StatementSpec select(String sql, TenantId tenant, UsagePeriod period) {
        WholeDays days = WholeDays.of(period);
        return jdbc.sql(sql)
                .param("tenant", tenant.value())
                .param("firstDay", days.first())
                .param("endDay", days.end())
                .param("from", period.from().atOffset(ZoneOffset.UTC))
                .param("headEnd", days.headEnd().atOffset(ZoneOffset.UTC))
                .param("tail", days.tail().atOffset(ZoneOffset.UTC))
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

    private static LocalDate day(ResultSet row) throws SQLException {
        return row.getObject("day", LocalDate.class);
    }

    static UsageTotals totals(ResultSet row) throws SQLException {
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
