package io.millirun.portal.organization;

import io.millirun.kernel.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** All organizations of the platform, for operators. */
@Repository
public class OrganizationDirectory {

    private static final String COLUMNS = """
            select o.id, o.name, o.slug, o.created_at, o.approved_at, o.closed_at, l.suspended_at,
                (select count(*) from portal.memberships m where m.tenant_id = o.id) as members,
                (select min(u.email) from portal.memberships m join portal.users u on u.id = m.user_id
                 where m.tenant_id = o.id and m.role = 'OWNER') as owner
            from portal.organizations o left join portal.organization_limits l on l.tenant_id = o.id
            """;

    private final JdbcClient worker;
    private final Clock clock;

    OrganizationDirectory(@Qualifier("worker") JdbcClient worker, Clock clock) {
        this.worker = worker;
        this.clock = clock;
    }

    /** Whether an organization can be used. */
    public enum State {
        PENDING("is-warn"),
        ACTIVE("is-ok"),
        SUSPENDED("is-error"),
        CLOSED("is-idle");

        private final String sign;

        State(String sign) {
            this.sign = sign;
        }

        /** The class of its status on pages. */
        public String sign() {
            return sign;
        }
    }

    /** An organization. */
    public record Organization(
            TenantId id,
            String name,
            String slug,
            Instant createdAt,
            State state,
            int members,
            @Nullable String owner) {}

    /** Somebody who belongs to an organization. */
    public record Belonging(UUID user, String name, String email, String role) {}

    /** The organizations whose name, URL name, id or member's address has {@code text} in it, the newest first. */
    public List<Organization> search(String text, @Nullable State state, int most) {
        return worker.sql(COLUMNS + """
                        where (:text = '' or position(lower(:text) in lower(o.name || ' ' || o.slug || ' ' || o.id)) > 0
                            or exists (select 1 from portal.memberships m join portal.users u on u.id = m.user_id
                                       where m.tenant_id = o.id and position(lower(:text) in lower(u.email)) > 0))
                          and (:state::text is null or :state = case when o.closed_at is not null then 'CLOSED'
                              when l.suspended_at is not null then 'SUSPENDED'
                              when o.approved_at is null then 'PENDING' else 'ACTIVE' end)
                        order by o.created_at desc, o.id limit :most""")
                .param("text", text.strip())
                .param("state", state == null ? null : state.name())
                .param("most", most)
                .query((row, _) -> organization(row))
                .list();
    }

    /** The organization of this id. */
    public Optional<Organization> byId(UUID id) {
        return worker.sql(COLUMNS + "where o.id = ?")
                .param(id)
                .query((row, _) -> organization(row))
                .optional();
    }

    /** Who belongs to it, in the order in which they came. */
    public List<Belonging> members(TenantId organization) {
        return worker.sql("""
                        select u.id, u.name, u.email, m.role
                        from portal.memberships m join portal.users u on u.id = m.user_id
                        where m.tenant_id = ? order by m.created_at""")
                .param(organization.value())
                .query((row, _) -> new Belonging(
                        row.getObject(1, UUID.class), row.getString(2), row.getString(3), row.getString(4)))
                .list();
    }

    /** How many organizations there are, wait, and were made within the last week; and how many people. */
    public Counts counts() {
        return worker.sql("""
                        select count(*) filter (where closed_at is null),
                               count(*) filter (where closed_at is null and approved_at is null),
                               count(*) filter (where created_at > ?),
                               (select count(*) from portal.users where deleted_at is null)
                        from portal.organizations""")
                .param(Timestamp.from(clock.instant().minusSeconds(7 * 86_400L)))
                .query((row, _) -> new Counts(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)))
                .single();
    }

    /** Figures about the whole platform. */
    public record Counts(long organizations, long pending, long fresh, long people) {}

    /** Lets an organization in; whether it waited. */
    public boolean approve(TenantId organization) {
        return worker.sql("update portal.organizations set approved_at = ? where id = ? and approved_at is null")
                        .params(Timestamp.from(clock.instant()), organization.value())
                        .update()
                == 1;
    }

    /** The names of all organizations. */
    public Map<TenantId, String> names() {
        return worker
                .sql("select id, name from portal.organizations")
                .query((row, _) -> Map.entry(new TenantId(row.getObject(1, UUID.class)), row.getString(2)))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Organization organization(ResultSet row) throws SQLException {
        return new Organization(
                new TenantId(row.getObject("id", UUID.class)),
                row.getString("name"),
                row.getString("slug"),
                row.getTimestamp("created_at").toInstant(),
                state(row),
                row.getInt("members"),
                row.getString("owner"));
    }

    private static State state(ResultSet row) throws SQLException {
        if (row.getTimestamp("closed_at") != null) {
            return State.CLOSED;
        }
        if (row.getTimestamp("suspended_at") != null) {
            return State.SUSPENDED;
        }
        return row.getTimestamp("approved_at") == null ? State.PENDING : State.ACTIVE;
    }
}
