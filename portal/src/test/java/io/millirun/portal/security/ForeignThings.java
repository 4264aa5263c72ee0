package io.millirun.portal.security;

import io.millirun.kernel.CurrentTenant;
import io.millirun.kernel.TenantId;
import io.millirun.kernel.Uuid7;
import io.millirun.portal.organization.Member;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * An organization with one of everything that addresses name, to ask for from another one; and what its rows were, to see
 * that nothing came of it.
 */
record ForeignThings(Member owner, UUID invitation, UUID event, UUID schedule, UUID invocation, String keyId) {

    /** The name of its function. */
    static final String FUNCTION = "foreign-function";

    /** Adds an invitation, an event and a schedule to an organization that has the function and the key already. */
    static ForeignThings furnish(Member owner, UUID function, String keyId, JdbcClient worker) {
        UUID tenant = owner.organization().value();
        UUID invitation = Uuid7.next();
        worker.sql("""
                        insert into portal.invitations
                          (tenant_id, id, email, role, digest, invited_by, created_at, expires_at)
                        values (?, ?, ?, 'VIEWER', ?, ?, now(), now() + interval '7 days')""")
                .params(
                        tenant,
                        invitation,
                        "guest@example.org",
                        invitation.toString().getBytes(StandardCharsets.UTF_8),
                        owner.user().value())
                .update();
        UUID event = Uuid7.next();
        worker.sql("""
                        insert into runtime_manager.event (tenant_id, id, target, function_id, function_name, qualifier,
                          trigger, client_context, trace, payload, accepted_at, aged_from, state, reason, finished_at)
                        values (?, ?, 'FUNCTION', ?, ?, '$LATEST', 'EVENT', '', '', '{}', now(), now(), 'DEAD',
                          'RETRIES_EXHAUSTED', now())""").params(tenant, event, function, FUNCTION).update();
        UUID schedule = Uuid7.next();
        worker.sql("""
                        insert into runtime_manager.schedule (tenant_id, id, function_id, qualifier, name, expression,
                          time_zone, payload, enabled, missed, created_at, updated_at)
                        values (?, ?, ?, '$LATEST', 'nightly', 'rate(1 day)', 'UTC', '', false, 'SKIP', now(), now())""").params(tenant, schedule, function).update();
        return new ForeignThings(owner, invitation, event, schedule, event, keyId);
    }

    /** What stands for a variable of an address. */
    String value(String pattern, String variable) {
        return switch (variable) {
            case "name" -> FUNCTION;
            case "organization" -> owner.organization().toString();
            case "user" -> owner.user().toString();
            case "number" -> "1";
            case "alias" -> "live";
            case "event" -> "kept";
            case "id" -> id(pattern);
            default -> UUID.randomUUID().toString();
        };
    }

    private String id(String pattern) {
        if (pattern.contains("/keys")) {
            return keyId;
        }
        Map<String, UUID> kinds = new LinkedHashMap<>();
        kinds.put("/invitations", invitation);
        kinds.put("/schedules", schedule);
        kinds.put("/invocations", invocation);
        kinds.put("/events", event);
        kinds.put("/dead-letters", event);
        return kinds.entrySet().stream()
                .filter(kind -> pattern.contains(kind.getKey()))
                .map(kind -> kind.getValue().toString())
                .findFirst()
                .orElseGet(() -> UUID.randomUUID().toString());
    }

    /** A digest of all rows of the organization, in every schema. */
    static Map<String, String> rows(TenantId organization, JdbcClient worker) {
        List<String> tables = worker.sql("""
                        select c.table_schema || '.' || c.table_name from information_schema.columns c
                        join information_schema.tables t using (table_schema, table_name)
                        where c.column_name = 'tenant_id' and t.table_type = 'BASE TABLE'
                          and c.table_schema in ('portal', 'runtime_manager', 'billing')
                          and has_table_privilege(quote_ident(c.table_schema) || '.' || quote_ident(c.table_name), 'select')
                        order by 1""").query(String.class).list();
        Map<String, String> rows = new LinkedHashMap<>();
        for (String table : tables) {
            rows.put(
                    table,
                    worker.sql(
                                    "select count(*) || ' ' || coalesce(md5(string_agg(r::text, ',' order by r::text)), '') from "
                                            + table + " r where tenant_id = ?")
                            .param(organization.value())
                            .query(String.class)
                            .single());
        }
        return rows;
    }

    /** The same for its own. */
    Map<String, String> rows(JdbcClient worker) {
        return CurrentTenant.call(owner.organization(), () -> rows(owner.organization(), worker));
    }
}
