package io.millirun.runtimemanager.logs;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.InvocationId;
import io.millirun.kernel.MemorySize;
import io.millirun.kernel.TenantId;
import io.millirun.metering.Outcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The logs of an organization's functions. Runs where {@link io.millirun.kernel.CurrentTenant} is bound. */
public class FunctionLogs {

    private static final String OF_FUNCTION =
            " from runtime_manager.function_log where tenant_id = :tenant and function_id = :function ";

    private final JdbcClient jdbc;

    FunctionLogs(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The latest calls that started from {@code from} until before {@code to}, newest first.
     *
     * @param text only calls that printed it, or failed with it, upper and lower case alike; empty for all
     * @param before the last id of the page before, or null for the first page
     */
    public List<LoggedCall> page(
            TenantId tenant,
            FunctionId function,
            Instant from,
            Instant to,
            String text,
            @Nullable InvocationId before,
            int limit) {
        UUID end = InvocationRange.firstAt(to);
        String search = text.isBlank()
                ? ""
                : " and (output ilike :text or error_message ilike :text or error_type ilike :text)";
        List<UUID> ids = jdbc.sql("select day, id" + OF_FUNCTION + """
                         and day between :firstDay and :lastDay and id >= :first and id < :end""" + search
                        + " group by day, id order by day desc, id desc limit :limit")
                .param("tenant", tenant.value())
                .param("function", function.value())
                .param("firstDay", LocalDate.ofInstant(from, ZoneOffset.UTC))
                .param("lastDay", LocalDate.ofInstant(to, ZoneOffset.UTC))
                .param("first", InvocationRange.firstAt(from))
                .param("end", before == null || before.value().compareTo(end) > 0 ? end : before.value())
                .param("text", "%" + text.strip().replaceAll("([%_\\\\])", "\\\\$1") + "%")
                .param("limit", limit)
                .query((row, _) -> row.getObject("id", UUID.class))
                .list();
        return of(tenant, function, ids);
    }

    /** What is kept of one call; empty if nothing is. */
    public Optional<LoggedCall> find(TenantId tenant, FunctionId function, InvocationId id) {
        return of(tenant, function, List.of(id.value())).stream().findFirst();
    }

    /**
     * Everything that was written since {@code since}, in the order of writing. Whoever follows a log asks again from a
     * little before the time of the last piece it got, because writers finish out of order, and skips what it has.
     */
    public List<Written> since(TenantId tenant, FunctionId function, Instant since, int limit) {
        return jdbc.sql("select *" + OF_FUNCTION + """
                         and day >= :day and written_at >= :since order by written_at, id, part limit :limit""")
                .param("tenant", tenant.value())
                .param("function", function.value())
                // A call may run for a quarter of an hour, and wait before.
                .param("day", LocalDate.ofInstant(since.minusSeconds(3_600), ZoneOffset.UTC))
                .param("since", since.atOffset(ZoneOffset.UTC))
                .param("limit", limit)
                .query((row, _) -> new Written(id(row), row.getString("version"), output(row), summary(row)))
                .list();
    }

    /** A piece with the call that it is of. */
    public record Written(
            InvocationId id,
            String version,
            LoggedCall.Output output,
            @Nullable CallSummary summary) {}

    private List<LoggedCall> of(TenantId tenant, FunctionId function, List<UUID> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        Map<InvocationId, List<Written>> calls = new LinkedHashMap<>();
        ids.forEach(id -> calls.put(new InvocationId(id), new ArrayList<>()));
        jdbc.sql("select *" + OF_FUNCTION + " and day in (:days) and id in (:ids) order by part")
                .param("tenant", tenant.value())
                .param("function", function.value())
                .param("days", ids.stream().map(FunctionLogs::day).distinct().toList())
                .param("ids", ids)
                .query((row, _) -> new Written(id(row), row.getString("version"), output(row), summary(row)))
                .list()
                .forEach(written ->
                        calls.getOrDefault(written.id(), new ArrayList<>()).add(written));
        return calls.entrySet().stream()
                .filter(call -> !call.getValue().isEmpty())
                .map(call -> call(call.getKey(), call.getValue()))
                .toList();
    }

    private static LoggedCall call(InvocationId id, List<Written> parts) {
        return new LoggedCall(
                id,
                parts.getFirst().version(),
                parts.stream().map(Written::output).toList(),
                parts.stream()
                        .map(Written::summary)
                        .filter(summary -> summary != null)
                        .findFirst()
                        .orElse(null));
    }

    private static LocalDate day(UUID id) {
        return LocalDate.ofInstant(new InvocationId(id).startedAt(), ZoneOffset.UTC);
    }

    private static InvocationId id(ResultSet row) throws SQLException {
        return new InvocationId(row.getObject("id", UUID.class));
    }

    private static LoggedCall.Output output(ResultSet row) throws SQLException {
        return new LoggedCall.Output(
                row.getInt("part"),
                LogPart.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getString("output"),
                row.getBoolean("cut"),
                row.getBoolean("dropped"),
                row.getObject("written_at", OffsetDateTime.class).toInstant());
    }

    private static @Nullable CallSummary summary(ResultSet row) throws SQLException {
        String outcome = row.getString("outcome");
        if (outcome == null) {
            return null;
        }
        long peak = row.getLong("peak_memory_bytes");
        boolean measured = !row.wasNull();
        return new CallSummary(
                Outcome.valueOf(outcome),
                row.getBoolean("cold"),
                row.getLong("queued_micros"),
                row.getLong("init_micros"),
                row.getLong("duration_micros"),
                row.getLong("billed_ms"),
                new MemorySize(row.getInt("memory_mb")),
                measured ? peak : -1,
                row.getString("error_type"),
                row.getString("error_message"));
    }
}
