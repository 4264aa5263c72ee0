package io.millirun.portal.organization;

import io.millirun.kernel.TenantId;
import io.millirun.portal.account.Person;
import io.millirun.portal.account.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Finds the organizations a person belongs to; asked before the tenant of a request is known, hence as worker. */
@Repository
public class Members {

    private final JdbcClient worker;

    Members(@Qualifier("worker") JdbcClient worker) {
        this.worker = worker;
    }

    /** The person's memberships, the oldest first. */
    public List<Member> of(UserId user) {
        return worker.sql("""
                        select u.id, u.name, u.email, o.id, o.name, o.slug, m.role, o.approved_at is null
                        from portal.memberships m
                        join portal.users u on u.id = m.user_id
                        join portal.organizations o on o.id = m.tenant_id
                        where m.user_id = :user and o.closed_at is null
                        order by m.created_at, o.id""")
                .param("user", user.value())
                .query((row, _) -> member(row))
                .list();
    }

    /** An operator who acts for an organization without belonging to it; empty if there is no such organization. */
    public Optional<Member> acting(Person operator, TenantId organization) {
        return worker.sql("select id, name, slug from portal.organizations where id = ?")
                .param(organization.value())
                .query((row, _) -> new Member(
                        operator.id(),
                        operator.name(),
                        operator.email(),
                        new TenantId(row.getObject(1, UUID.class)),
                        row.getString(2),
                        row.getString(3),
                        Role.ADMIN,
                        false,
                        true))
                .optional();
    }

    /** An organization's name; empty if there is none. */
    public Optional<String> nameOf(TenantId organization) {
        return worker.sql("select name from portal.organizations where id = ?")
                .param(organization.value())
                .query(String.class)
                .optional();
    }

    private static Member member(ResultSet row) throws SQLException {
        return new Member(
                new UserId(row.getObject(1, UUID.class)),
                row.getString(2),
                row.getString(3),
                new TenantId(row.getObject(4, UUID.class)),
                row.getString(5),
                row.getString(6),
                Role.valueOf(row.getString(7)),
                row.getBoolean(8),
                false);
    }
}
