package io.millirun.portal.team;

import io.millirun.kernel.CurrentTenant;
import io.millirun.kernel.TenantId;
import io.millirun.kernel.Uuid7;
import io.millirun.portal.PortalProperties;
import io.millirun.portal.account.UserId;
import io.millirun.portal.audit.Actor;
import io.millirun.portal.audit.AuditLog;
import io.millirun.portal.mail.Mail;
import io.millirun.portal.mail.Outbox;
import io.millirun.portal.onetime.Secrets;
import io.millirun.portal.organization.OrganizationRegister;
import io.millirun.portal.organization.Role;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Invitations to an organization: mailed, open for a week, good once, and for the address they were sent to. */
@Repository
public class Invitations {

    private static final Duration LIFE = Duration.ofDays(7);

    private final JdbcClient jdbc;
    private final JdbcClient worker;
    private final OrganizationRegister register;
    private final AuditLog audit;
    private final Outbox outbox;
    private final MessageSource texts;
    private final PortalProperties properties;
    private final Clock clock;

    Invitations(
            JdbcClient jdbc,
            @Qualifier("worker") JdbcClient worker,
            OrganizationRegister register,
            AuditLog audit,
            Outbox outbox,
            MessageSource texts,
            PortalProperties properties,
            Clock clock) {
        this.jdbc = jdbc;
        this.worker = worker;
        this.register = register;
        this.audit = audit;
        this.outbox = outbox;
        this.texts = texts;
        this.properties = properties;
        this.clock = clock;
    }

    /** An invitation that was not accepted yet. */
    public record Invitation(UUID id, String email, Role role, Instant createdAt, Instant expiresAt, boolean expired) {}

    /** An invitation as the invited see it. */
    public record Invited(TenantId organization, String organizationName, UUID id, String email, Role role) {}

    /** Those of the organization that wait, the newest first. */
    public List<Invitation> open(TenantId organization) {
        Instant now = clock.instant();
        return jdbc.sql("""
                        select id, email, role, created_at, expires_at from portal.invitations
                        where tenant_id = ? and accepted_at is null order by created_at desc""")
                .param(organization.value())
                .query((row, _) -> new Invitation(
                        row.getObject(1, UUID.class),
                        row.getString(2),
                        Role.valueOf(row.getString(3)),
                        row.getTimestamp(4).toInstant(),
                        row.getTimestamp(5).toInstant(),
                        !now.isBefore(row.getTimestamp(5).toInstant())))
                .list();
    }

    /** Invites an address, instead of what it was invited by before; the link is told this once. */
    @Transactional
    public String invite(
            TenantId organization, String organizationName, UserId by, Actor actor, String email, Role role) {
        String secret = Secrets.next();
        Instant now = clock.instant();
        jdbc.sql("delete from portal.invitations "
                        + "where tenant_id = ? and lower(email) = lower(?) and accepted_at is null")
                .params(organization.value(), email)
                .update();
        jdbc.sql("""
                        insert into portal.invitations
                            (tenant_id, id, email, role, digest, invited_by, created_at, expires_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?)""")
                .param(organization.value())
                .param(Uuid7.next())
                .param(email)
                .param(role.name())
                .param(Secrets.digest(secret))
                .param(by.value())
                .param(Timestamp.from(now))
                .param(Timestamp.from(now.plus(LIFE)))
                .update();
        String link = properties.link("/invitation", secret);
        outbox.send(new Mail(
                "invitation",
                email,
                texts.getMessage("mail.invitation.subject", new Object[] {organizationName}, Locale.ENGLISH),
                texts.getMessage(
                        "mail.invitation.text", new Object[] {actor.name(), organizationName, link}, Locale.ENGLISH)));
        audit.record(organization, actor, "invitation.create", email + " as " + role);
        return link;
    }

    /** Takes an invitation back; whether there was one. */
    @Transactional
    public boolean revoke(TenantId organization, Actor actor, UUID id) {
        Optional<String> email = jdbc.sql("delete from portal.invitations "
                        + "where tenant_id = ? and id = ? and accepted_at is null returning email")
                .params(organization.value(), id)
                .query(String.class)
                .optional();
        email.ifPresent(address -> audit.record(organization, actor, "invitation.revoke", address));
        return email.isPresent();
    }

    /** The invitation that a link stands for, unless it was used, taken back or has expired. */
    public Optional<Invited> look(String secret) {
        return worker.sql("""
                        select i.tenant_id, o.name, i.id, i.email, i.role
                        from portal.invitations i join portal.organizations o on o.id = i.tenant_id
                        where i.digest = ? and i.accepted_at is null and i.expires_at > ? and o.closed_at is null""")
                .params(Secrets.digest(secret), Timestamp.from(clock.instant()))
                .query((row, _) -> new Invited(
                        new TenantId(row.getObject(1, UUID.class)),
                        row.getString(2),
                        row.getObject(3, UUID.class),
                        row.getString(4),
                        Role.valueOf(row.getString(5))))
                .optional();
    }

    /** Makes the person a member; whether the invitation was still good. */
    public boolean accept(Invited invited, UserId user, Actor actor) {
        return CurrentTenant.call(invited.organization(), () -> {
            boolean first = jdbc.sql("""
                                    update portal.invitations set accepted_at = ?
                                    where tenant_id = ? and id = ? and accepted_at is null""")
                            .params(
                                    Timestamp.from(clock.instant()),
                                    invited.organization().value(),
                                    invited.id())
                            .update()
                    == 1;
            if (first) {
                register.join(invited.organization(), user, invited.role());
                audit.record(
                        invited.organization(), actor, "invitation.accept", invited.email() + " as " + invited.role());
            }
            return first;
        });
    }
}
