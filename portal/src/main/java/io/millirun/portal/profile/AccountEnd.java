package io.millirun.portal.profile;

import io.millirun.kernel.CurrentTenant;
import io.millirun.portal.account.Person;
import io.millirun.portal.account.Users;
import io.millirun.portal.audit.Actor;
import io.millirun.portal.audit.AuditLog;
import io.millirun.portal.organization.Member;
import io.millirun.portal.organization.Members;
import io.millirun.portal.organization.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Deletes an account: its personal data goes, what organizations need to keep stays under no name. */
@Service
class AccountEnd {

    private final JdbcClient worker;
    private final Members members;
    private final Users users;
    private final AuditLog audit;
    private final OpenSessions sessions;
    private final TransactionTemplate transaction;

    AccountEnd(
            @Qualifier("worker") JdbcClient worker,
            @Qualifier("worker") PlatformTransactionManager transactions,
            Members members,
            Users users,
            AuditLog audit,
            OpenSessions sessions) {
        this.worker = worker;
        this.members = members;
        this.users = users;
        this.audit = audit;
        this.sessions = sessions;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** The organizations that would be without an owner. */
    List<Member> ownedAlone(Person person) {
        return members.of(person.id()).stream()
                .filter(member -> member.role() == Role.OWNER)
                .filter(member -> worker.sql("select count(*) from portal.memberships "
                                        + "where tenant_id = ? and role = 'OWNER'")
                                .param(member.organization().value())
                                .query(Integer.class)
                                .single()
                        == 1)
                .toList();
    }

    /**
     * Deletes the account.
     *
     * @return false, and nothing is deleted, if an organization would be without an owner
     */
    boolean delete(Person person, @Nullable String address) {
        List<Member> memberships = members.of(person.id());
        if (!Boolean.TRUE.equals(transaction.execute(_ -> leaves(person)))) {
            return false;
        }
        Actor actor = new Actor(Actor.Kind.USER, person.id().toString(), person.email(), address);
        for (Member member : memberships) {
            CurrentTenant.run(
                    member.organization(),
                    () -> audit.record(member.organization(), actor, "account.delete", person.email()));
        }
        users.erase(person.id());
        sessions.endOthers(person.id(), null);
        return true;
    }

    private boolean leaves(Person person) {
        // Whoever else leaves these organizations now waits, or was waited for: two last owners cannot both go.
        worker.sql("""
                        select user_id from portal.memberships
                        where tenant_id in (select tenant_id from portal.memberships where user_id = ?)
                        order by tenant_id, user_id for update""").param(person.id().value()).query((_, _) -> true).list();
        if (!ownedAlone(person).isEmpty()) {
            return false;
        }
        for (String table : List.of("memberships", "recovery_codes", "passkeys", "one_time_links", "code_drafts")) {
            worker.sql("delete from portal." + table + " where user_id = ?")
                    .param(person.id().value())
                    .update();
        }
        worker.sql("delete from portal.invitations where lower(email) = lower(?)")
                .param(person.email())
                .update();
        worker.sql("delete from portal.mails where lower(recipient) = lower(?)")
                .param(person.email())
                .update();
        return true;
    }
}
