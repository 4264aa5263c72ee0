package io.millirun.runtimemanager.schedules;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The schedules of an organization, for its developers. The tenant must be bound. */
public final class Schedules {

    private static final String SELECT = """
            select s.*, f.name as function_name from runtime_manager.schedule s
            join runtime_manager.function f on f.tenant_id = s.tenant_id and f.id = s.function_id
            """;

    private final JdbcClient jdbc;
    private final Clock clock;

    Schedules(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** All of the organization, or of one function, by name. */
    public List<Schedule> list(TenantId tenant, @Nullable FunctionId function) {
        return function == null
                ? jdbc.sql(SELECT + " where s.tenant_id = ? order by f.name, s.name")
                        .param(tenant.value())
                        .query((row, _) -> schedule(row))
                        .list()
                : jdbc.sql(SELECT + " where s.tenant_id = ? and s.function_id = ? order by s.name")
                        .params(tenant.value(), function.value())
                        .query((row, _) -> schedule(row))
                        .list();
    }

    /** One schedule. */
    public Optional<Schedule> find(TenantId tenant, ScheduleId id) {
        return jdbc.sql(SELECT + " where s.tenant_id = ? and s.id = ?")
                .params(tenant.value(), id.value())
                .query((row, _) -> schedule(row))
                .optional();
    }

    /**
     * Makes a schedule.
     *
     * @throws InvalidScheduleException if anything about it cannot be, its name being taken included
     */
    public Schedule create(TenantId tenant, FunctionId function, ScheduleSettings settings) {
        settings.check();
        ScheduleId id = ScheduleId.next();
        Instant now = now();
        write(tenant, id, settings, next(settings, now, now), now, """
                insert into runtime_manager.schedule (tenant_id, id, function_id, qualifier, name, expression, time_zone,
                    start_at, end_at, payload, enabled, missed, next_at, created_at, updated_at)
                values (:tenant, :id, '%s', :qualifier, :name, :expression, :zone, :start, :end, :payload, :enabled,
                    :missed, :next, :now, :now)
                """.formatted(function.value()));
        return find(tenant, id).orElseThrow();
    }

    /**
     * Changes a schedule; it goes on from now.
     *
     * @throws InvalidScheduleException if anything about it cannot be, its name being taken included
     */
    public Optional<Schedule> update(TenantId tenant, ScheduleId id, ScheduleSettings settings) {
        settings.check();
        Optional<Schedule> known = find(tenant, id);
        if (known.isEmpty()) {
            return Optional.empty();
        }
        Instant now = now();
        write(tenant, id, settings, next(settings, now, known.get().createdAt()), now, """
                update runtime_manager.schedule set qualifier = :qualifier, name = :name, expression = :expression,
                    time_zone = :zone, start_at = :start, end_at = :end, payload = :payload, enabled = :enabled,
                    missed = :missed, next_at = :next, updated_at = :now
                where tenant_id = :tenant and id = :id
                """);
        return find(tenant, id);
    }

    /** Switches a schedule on or off; instants in between are not made up for. */
    public Optional<Schedule> enable(TenantId tenant, ScheduleId id, boolean enabled) {
        return find(tenant, id).flatMap(known -> {
            ScheduleSettings old = known.settings();
            return update(
                    tenant,
                    id,
                    new ScheduleSettings(
                            old.name(),
                            old.qualifier(),
                            old.expression(),
                            old.timeZone(),
                            old.start(),
                            old.end(),
                            old.payload(),
                            enabled,
                            old.missed()));
        });
    }

    /** Deletes a schedule; whether there was one. */
    public boolean delete(TenantId tenant, ScheduleId id) {
        return jdbc.sql("delete from runtime_manager.schedule where tenant_id = ? and id = ?")
                        .params(tenant.value(), id.value())
                        .update()
                > 0;
    }

    private void write(
            TenantId tenant,
            ScheduleId id,
            ScheduleSettings settings,
            @Nullable Instant next,
            Instant now,
            String statement) {
        try {
            jdbc.sql(statement)
                    .param("tenant", tenant.value())
                    .param("id", id.value())
                    .param("qualifier", settings.qualifier())
                    .param("name", settings.name())
                    .param("expression", settings.expression().strip())
                    .param("zone", settings.timeZone().strip())
                    .param("start", at(settings.start()))
                    .param("end", at(settings.end()))
                    .param("payload", settings.payload())
                    .param("enabled", settings.enabled())
                    .param("missed", settings.missed().name())
                    .param("next", at(next))
                    .param("now", at(now))
                    .update();
        } catch (DuplicateKeyException _) {
            throw new InvalidScheduleException(
                    "name", "The function has a schedule called " + settings.name() + " already.");
        }
    }

    private static @Nullable Instant next(ScheduleSettings settings, Instant now, Instant anchor) {
        return settings.enabled() ? settings.timing(anchor).next(now).orElse(null) : null;
    }

    /** As precise as the database keeps it. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static @Nullable OffsetDateTime at(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    static Schedule schedule(ResultSet row) throws SQLException {
        return new Schedule(
                new ScheduleId(row.getObject("id", UUID.class)),
                new FunctionId(row.getObject("function_id", UUID.class)),
                row.getString("function_name"),
                new ScheduleSettings(
                        row.getString("name"),
                        row.getString("qualifier"),
                        row.getString("expression"),
                        row.getString("time_zone"),
                        instant(row, "start_at"),
                        instant(row, "end_at"),
                        row.getString("payload"),
                        row.getBoolean("enabled"),
                        Missed.valueOf(row.getString("missed"))),
                instant(row, "next_at"),
                instant(row, "last_at"),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
