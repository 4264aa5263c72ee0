package io.millirun.runtimemanager.events;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.MillirunException;
import io.millirun.kernel.TenantId;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The event policies of functions, for their owners: one for each qualifier that events are addressed to. The tenant must be
 * bound.
 */
public final class EventPolicies {

    private final JdbcClient jdbc;
    private final WebhookSecrets secrets;
    private final boolean plainWebhooks;
    private final Clock clock;

    EventPolicies(JdbcClient jdbc, WebhookSecrets secrets, boolean plainWebhooks, Clock clock) {
        this.jdbc = jdbc;
        this.secrets = secrets;
        this.plainWebhooks = plainWebhooks;
        this.clock = clock;
    }

    /**
     * A policy as it is kept.
     *
     * @param qualifier {@code $LATEST}, a version's number or an alias
     */
    public record Stored(String qualifier, EventPolicy policy, boolean hasSecret, Instant updatedAt) {}

    /** The policy for events addressed to {@code qualifier}; empty if its owner left the defaults. */
    public Optional<Stored> find(TenantId tenant, FunctionId function, String qualifier) {
        return jdbc.sql(
                        "select * from runtime_manager.event_policy where tenant_id = ? and function_id = ? and qualifier = ?")
                .params(tenant.value(), function.value(), qualifier)
                .query(EventPolicies::stored)
                .optional();
    }

    /** All policies of a function, by qualifier. */
    public List<Stored> list(TenantId tenant, FunctionId function) {
        return jdbc.sql(
                        "select * from runtime_manager.event_policy where tenant_id = ? and function_id = ? order by qualifier")
                .params(tenant.value(), function.value())
                .query(EventPolicies::stored)
                .list();
    }

    /**
     * Sets a policy. Its first webhook gets a secret.
     *
     * @return the new secret, which is shown this once; empty if there was one already or none is needed
     * @throws MillirunException {@code InvalidParameterValueException} if a webhook is not https
     */
    public Optional<String> put(TenantId tenant, FunctionId function, String qualifier, EventPolicy policy) {
        boolean webhook = Stream.of(policy.onSuccess(), policy.onFailure())
                        .filter(this::check)
                        .count()
                > 0;
        boolean secretNeeded = webhook
                && find(tenant, function, qualifier).filter(Stored::hasSecret).isEmpty();
        jdbc.sql("""
                insert into runtime_manager.event_policy (tenant_id, function_id, qualifier, retries, retry_delays_ms,
                    maximum_age_ms, on_success, on_failure, updated_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (tenant_id, function_id, qualifier) do update set retries = excluded.retries,
                    retry_delays_ms = excluded.retry_delays_ms, maximum_age_ms = excluded.maximum_age_ms,
                    on_success = excluded.on_success, on_failure = excluded.on_failure, updated_at = excluded.updated_at
                """)
                .params(
                        tenant.value(),
                        function.value(),
                        qualifier,
                        policy.retries(),
                        policy.retryDelays().stream().map(Duration::toMillis).toArray(Long[]::new),
                        policy.maximumAge().toMillis(),
                        policy.onSuccess().text(),
                        policy.onFailure().text(),
                        OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                .update();
        return secretNeeded ? renewSecret(tenant, function, qualifier) : Optional.empty();
    }

    /** Replaces the secret of a policy's webhooks; the old one signs nothing from now on. Empty if there is no policy. */
    public Optional<String> renewSecret(TenantId tenant, FunctionId function, String qualifier) {
        String secret = secrets.next();
        int found = jdbc.sql("""
                update runtime_manager.event_policy set webhook_secret = ?
                where tenant_id = ? and function_id = ? and qualifier = ?
                """)
                .params(secrets.seal(tenant, function, secret), tenant.value(), function.value(), qualifier)
                .update();
        return found == 0 ? Optional.empty() : Optional.of(secret);
    }

    /** Goes back to the defaults; whether there was a policy. */
    public boolean delete(TenantId tenant, FunctionId function, String qualifier) {
        return jdbc.sql(
                                "delete from runtime_manager.event_policy where tenant_id = ? and function_id = ? and qualifier = ?")
                        .params(tenant.value(), function.value(), qualifier)
                        .update()
                > 0;
    }

    private boolean check(Destination destination) {
        if (destination instanceof Destination.Webhook(var url)) {
            if (!plainWebhooks && !"https".equalsIgnoreCase(url.getScheme())) {
                throw new InvalidEventException("A webhook's address must begin with https://.");
            }
            return true;
        }
        return false;
    }

    private static Stored stored(ResultSet row, int number) throws SQLException {
        return new Stored(
                row.getString("qualifier"),
                policy(row),
                row.getBytes("webhook_secret") != null,
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }

    /** The policy in a row that has the columns of {@code event_policy}. */
    static EventPolicy policy(ResultSet row) throws SQLException {
        Array delays = row.getArray("retry_delays_ms");
        return new EventPolicy(
                row.getInt("retries"),
                Arrays.stream((Long[]) delays.getArray())
                        .map(Duration::ofMillis)
                        .toList(),
                Duration.ofMillis(row.getLong("maximum_age_ms")),
                destination(row.getString("on_success")),
                destination(row.getString("on_failure")));
    }

    private static Destination destination(String text) {
        return Destination.parse(text).orElseThrow(() -> new IllegalStateException("not a destination: " + text));
    }
}
