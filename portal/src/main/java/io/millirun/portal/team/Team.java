package io.millirun.portal.team;

import io.millirun.kernel.TenantId;
import io.millirun.portal.account.UserId;
import io.millirun.portal.audit.Actor;
import io.millirun.portal.audit.AuditLog;
import io.millirun.portal.organization.Role;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** An organization's members; there is always an owner. Called with the organization bound as the current tenant. */
@Repository
public class Team {

    private final JdbcClient jdbc;
    private final AuditLog audit;

    Team(JdbcClient jdbc, AuditLog audit) {
        this.jdbc = jdbc;
        this.audit = audit;
    }

    /** A member as the list shows one. */
    public record Teammate(UUID user, String name, String email, Role role, Instant since) {}

    /** What became of a change. */
    public enum Outcome {
        DONE,
        /** There is no such member. */
        UNKNOWN,
        /** Whoever asked may not give or take this role. */
        NOT_YOURS,
        /** The organization would be without an owner. */
        LAST_OWNER
    }

    /** The members, the earliest first. */
    public List<Teammate> list(TenantId organization) {
        return jdbc.sql("""
                        select u.id, u.name, u.email, m.role, m.created_at
                        from portal.memberships m join portal.users u on u.id = m.user_id
                        where m.tenant_id = ? order by m.created_at, u.id""")
                .param(organization.value())
                .query((row, _) -> new Teammate(
                        row.getObject(1, UUID.class),
                        row.getString(2),
                        row.getString(3),
                        Role.valueOf(row.getString(4)),
                        row.getTimestamp(5).toInstant()))
                .list();
    }

    /** Gives a member another role. */
    @Transactional
    public Outcome changeRole(TenantId organization, Role by, Actor actor, UserId user, Role role) {
        Optional<Teammate> found = locked(organization, user);
        if (found.isEmpty()) {
            return Outcome.UNKNOWN;
        }
        Teammate mate = found.get();
        if (!by.gives(mate.role()) || !by.gives(role)) {
            return Outcome.NOT_YOURS;
        }
        if (mate.role() == Role.OWNER && role != Role.OWNER && owners(organization) == 1) {
            return Outcome.LAST_OWNER;
        }
        setRole(organization, user, role);
        audit.record(organization, actor, "member.change-role", mate.email() + ": " + mate.role() + " to " + role);
        return Outcome.DONE;
    }

    /** Ends a membership; {@code by} is ignored where people leave by themselves. */
    @Transactional
    public Outcome remove(TenantId organization, Role by, Actor actor, UserId user) {
        Optional<Teammate> found = locked(organization, user);
        if (found.isEmpty()) {
            return Outcome.UNKNOWN;
        }
        Teammate mate = found.get();
        boolean leaves = actor.id().equals(user.toString());
        if (!leaves && !by.gives(mate.role())) {
            return Outcome.NOT_YOURS;
        }
        if (mate.role() == Role.OWNER && owners(organization) == 1) {
            return Outcome.LAST_OWNER;
        }
        jdbc.sql("delete from portal.memberships where tenant_id = ? and user_id = ?")
                .params(organization.value(), user.value())
                .update();
        audit.record(organization, actor, leaves ? "member.leave" : "member.remove", mate.email());
        return Outcome.DONE;
    }

    /** Hands the organization on: {@code to} becomes an owner, {@code from} an admin. */
    @Transactional
    public Outcome transfer(TenantId organization, UserId from, UserId to, Actor actor) {
        Optional<Teammate> heir = locked(organization, to);
        if (heir.isEmpty() || to.equals(from)) {
            return Outcome.UNKNOWN;
        }
        setRole(organization, to, Role.OWNER);
        setRole(organization, from, Role.ADMIN);
        audit.record(
                organization, actor, "organization.transfer", "to " + heir.get().email());
        return Outcome.DONE;
    }

    private void setRole(TenantId organization, UserId user, Role role) {
        jdbc.sql("update portal.memberships set role = ? where tenant_id = ? and user_id = ?")
                .params(role.name(), organization.value(), user.value())
                .update();
    }

    /** The member; all of the organization's memberships stay as they are until the transaction ends. */
    private Optional<Teammate> locked(TenantId organization, UserId user) {
        jdbc.sql("select user_id from portal.memberships where tenant_id = ? order by user_id for update")
                .param(organization.value())
                .query((_, _) -> true)
                .list();
        return list(organization).stream()
                .filter(mate -> mate.user().equals(user.value()))
                .findFirst();
    }

    private long owners(TenantId organization) {
        return jdbc.sql("select count(*) from portal.memberships where tenant_id = ? and role = 'OWNER'")
                .param(organization.value())
                .query(Long.class)
                .single();
    }
}
