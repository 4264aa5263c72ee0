package io.millirun.portal.profile;

import io.millirun.portal.account.Person;
import io.millirun.portal.passkey.Passkeys;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Everything that is kept about a person, for themselves. */
@Repository
class OwnData {

    private final JdbcClient worker;
    private final OpenSessions sessions;
    private final Passkeys passkeys;

    OwnData(@Qualifier("worker") JdbcClient worker, OpenSessions sessions, Passkeys passkeys) {
        this.worker = worker;
        this.sessions = sessions;
        this.passkeys = passkeys;
    }

    /** All of it. */
    record Export(
            String id,
            String name,
            String email,
            boolean operator,
            List<Membership> memberships,
            List<OpenSessions.OpenSession> sessions,
            List<Passkeys.Passkey> passkeys,
            List<Act> acts,
            List<Received> mails) {}

    record Membership(String organization, String slug, String role, Instant since) {}

    record Act(
            String organization,
            Instant at,
            String action,
            String subject,
            @Nullable String address) {}

    record Received(Instant at, String kind, String subject) {}

    Export of(Person person) {
        return new Export(
                person.id().toString(),
                person.name(),
                person.email(),
                person.operator(),
                worker.sql("""
                                select o.name, o.slug, m.role, m.created_at from portal.memberships m
                                join portal.organizations o on o.id = m.tenant_id where m.user_id = ?
                                order by m.created_at""")
                        .param(person.id().value())
                        .query((row, _) -> new Membership(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                row.getTimestamp(4).toInstant()))
                        .list(),
                sessions.of(person.id(), null),
                passkeys.of(person.id()),
                worker.sql("""
                                select o.slug, a.at, a.action, a.subject, a.address from portal.audit_log a
                                join portal.organizations o on o.id = a.tenant_id where a.actor_id = ? order by a.at""")
                        .param(person.id().toString())
                        .query((row, _) -> new Act(
                                row.getString(1),
                                row.getTimestamp(2).toInstant(),
                                row.getString(3),
                                row.getString(4),
                                row.getString(5)))
                        .list(),
                worker.sql("select created_at, kind, subject from portal.mails "
                                + "where lower(recipient) = lower(?) order by created_at")
                        .param(person.email())
                        .query((row, _) ->
                                new Received(row.getTimestamp(1).toInstant(), row.getString(2), row.getString(3)))
                        .list());
    }
}
