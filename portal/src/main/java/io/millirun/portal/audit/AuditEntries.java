package io.millirun.portal.audit;

import io.millirun.kernel.TenantId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads an organization's audit log, the newest entries first. */
@Repository
public class AuditEntries {

    private final JdbcClient jdbc;

    AuditEntries(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** One act. */
    public record Entry(
            UUID id,
            Instant at,
            Actor.Kind kind,
            String actorId,
            String actor,
            @Nullable String address,
            String action,
            String subject) {}

    /**
     * What to look for; blank texts and nulls mean everything.
     *
     * @param text is in the actor, the subject or the address
     * @param action how the action begins
     * @param from the earliest moment
     * @param until the moment before which
     */
    public record Filter(
            String text,
            String action,
            @Nullable Instant from,
            @Nullable Instant until) {}

    /**
     * The entries that pass the filter.
     *
     * @param before only those older than this entry; null from the newest on
     */
    public List<Entry> find(TenantId organization, Filter filter, @Nullable UUID before, int most) {
        return jdbc.sql("""
                        select id, at, actor_kind, actor_id, actor_name, address, action, subject
                        from portal.audit_log
                        where tenant_id = :tenant
                          and (:text = '' or position(lower(:text) in
                               lower(actor_name || ' ' || actor_id || ' ' || subject || ' ' || coalesce(address, ''))) > 0)
                          and starts_with(action, :action)
                          and (:from::timestamptz is null or at >= :from::timestamptz)
                          and (:until::timestamptz is null or at < :until::timestamptz)
                          and (:before::uuid is null or id < :before::uuid)
                        order by id desc limit :most""")
                .param("tenant", organization.value())
                .param("text", filter.text().strip())
                .param("action", filter.action())
                .param("from", filter.from() == null ? null : Timestamp.from(filter.from()))
                .param("until", filter.until() == null ? null : Timestamp.from(filter.until()))
                .param("before", before)
                .param("most", most)
                .query((row, _) -> new Entry(
                        row.getObject("id", UUID.class),
                        row.getTimestamp("at").toInstant(),
                        Actor.Kind.valueOf(row.getString("actor_kind")),
                        row.getString("actor_id"),
                        row.getString("actor_name"),
                        row.getString("address"),
                        row.getString("action"),
                        row.getString("subject")))
                .list();
    }

    /** The kinds of acts that occur, as {@code access-key}. */
    public List<String> subjects(TenantId organization) {
        return jdbc.sql(
                        "select distinct split_part(action, '.', 1) from portal.audit_log where tenant_id = ? order by 1")
                .param(organization.value())
                .query(String.class)
                .list();
    }
}
