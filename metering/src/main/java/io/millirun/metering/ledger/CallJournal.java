package io.millirun.metering.ledger;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.InvocationId;
import io.millirun.kernel.TenantId;
import io.millirun.metering.Outcome;
import io.millirun.metering.UsageRecord;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The calls of one function, one by one and as curves over time, from the raw records. Runs where
 * {@link io.millirun.kernel.CurrentTenant} is bound.
 */
@Component
public class CallJournal {

    private static final String IN_TIME = """
             from metering.usage_record
            where tenant_id = :tenant and function_id = :function and day between :firstDay and :lastDay
              and id >= :first and id < :end
            """;

    /**
     * Counts by time and, in steps of two percent, by handler time: sorting a million of them would take seconds. The longest
     * of each step stands for all in it.
     */
    private static final String CURVE = """
            select floor((date_part('epoch', uuid_extract_timestamp(id)) - :from) / :seconds)::integer as bucket,
              floor(ln((duration_micros + 1)::double precision) / 0.0198)::integer as speed,
              count(*) as calls,
              count(*) filter (where outcome in ('function_error', 'timeout', 'out_of_memory', 'exited')) as errors,
              count(*) filter (where cold) as cold,
              max(duration_micros) as slowest,
              sum((duration_micros + init_micros)::double precision)::bigint as busy,
              max(peak_memory_bytes) as peak,
              max(memory_mb) as memory
            """ + IN_TIME + " group by bucket, speed order by bucket, speed";

    private final JdbcClient jdbc;

    CallJournal(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A page of the calls that {@code filter} means, newest first.
     *
     * @param before the last id of the page before, or null for the first page
     */
    public List<UsageRecord> page(
            TenantId tenant, FunctionId function, CallFilter filter, @Nullable InvocationId before, int limit) {
        var sql = new StringBuilder("select *").append(IN_TIME);
        Map<String, Object> parameters = new HashMap<>();
        if (!filter.outcomes().isEmpty()) {
            sql.append(filter.outcomes().contains(Outcome.OK) ? "" : " and outcome <> 'ok'"); // Which has an index.
            sql.append(" and outcome::text in (:outcomes)");
            parameters.put(
                    "outcomes",
                    filter.outcomes().stream()
                            .map(outcome -> outcome.name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.toSet()));
        }
        if (filter.cold() != null) {
            sql.append(filter.cold() ? " and cold" : " and not cold");
        }
        if (filter.trigger() != null) {
            sql.append(" and trigger::text = :trigger");
            parameters.put("trigger", filter.trigger().name().toLowerCase(Locale.ROOT));
        }
        sql.append(" order by day desc, id desc limit :limit");
        UUID end = IdRange.firstAt(filter.to());
        return select(sql.toString(), tenant, function, filter.from(), filter.to())
                .params(parameters)
                .param("end", before == null || IdRange.isAfter(before.value(), end) ? end : before.value())
                .param("limit", limit)
                .query((row, _) -> UsageJournal.record(row))
                .list();
    }

    /**
     * What the calls of each {@code step} from {@code from} until {@code to} were like; percentiles are exact to two percent.
     */
    public CallCurve curve(TenantId tenant, FunctionId function, Instant from, Instant to, Duration step) {
        return CallCurve.of(
                select(CURVE, tenant, function, from, to)
                        .param("end", IdRange.firstAt(to))
                        .param("from", from.getEpochSecond())
                        .param("seconds", step.toSeconds())
                        .query((row, _) -> new CallCurve.Slice(
                                row.getInt("bucket"),
                                row.getLong("calls"),
                                row.getLong("errors"),
                                row.getLong("cold"),
                                row.getLong("slowest"),
                                row.getLong("busy"),
                                row.getLong("peak"),
                                row.getInt("memory")))
                        .list(),
                from,
                to,
                step);
    }

    /** The 95th percentile of each function's handler time since {@code from}, in microseconds. */
    public Map<FunctionId, Long> slowest(TenantId tenant, Instant from, Instant to) {
        return jdbc
                .sql("""
                        select function_id, percentile_disc(0.95) within group (order by duration_micros) as p95
                        from metering.usage_record
                        where tenant_id = :tenant and day between :firstDay and :lastDay and id >= :first and id < :end
                        group by function_id""")
                .param("tenant", tenant.value())
                .param("firstDay", day(from))
                .param("lastDay", day(to))
                .param("first", IdRange.firstAt(from))
                .param("end", IdRange.firstAt(to))
                .query((row, _) ->
                        Map.entry(new FunctionId(row.getObject("function_id", UUID.class)), row.getLong("p95")))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** How many calls each function had in each UTC hour of {@code period}, and how many of them its code failed. */
    public Map<FunctionId, List<HourOfCalls>> hours(TenantId tenant, UsagePeriod period) {
        return jdbc
                .sql("""
                        select function_id, hour, sum(invocations)::bigint as calls,
                          sum(function_errors + timeouts + out_of_memory + exited)::bigint as errors
                        from metering.usage_hour where tenant_id = :tenant and hour >= :from and hour < :to
                        group by function_id, hour order by hour""")
                .param("tenant", tenant.value())
                .param("from", period.from().atOffset(ZoneOffset.UTC))
                .param("to", period.to().atOffset(ZoneOffset.UTC))
                .query((row, _) -> Map.entry(
                        new FunctionId(row.getObject("function_id", UUID.class)),
                        new HourOfCalls(
                                row.getObject("hour", OffsetDateTime.class).toInstant(),
                                row.getLong("calls"),
                                row.getLong("errors"))))
                .list()
                .stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    /**
     * The calls of one UTC hour.
     *
     * @param errors those that the function's code failed
     */
    public record HourOfCalls(Instant hour, long calls, long errors) {}

    private JdbcClient.StatementSpec select(
            String sql, TenantId tenant, FunctionId function, Instant from, Instant to) {
        return jdbc.sql(sql)
                .param("tenant", tenant.value())
                .param("function", function.value())
                .param("firstDay", day(from))
                .param("lastDay", day(to))
                .param("first", IdRange.firstAt(from));
    }

    private static LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }
}
