package io.millirun.portal.team;

import io.millirun.kernel.CurrentTenant;
import io.millirun.kernel.TenantId;
import io.millirun.portal.accesskey.AccessKeyView;
import io.millirun.portal.accesskey.AccessKeys;
import io.millirun.portal.account.Person;
import io.millirun.portal.audit.Actor;
import io.millirun.portal.audit.AuditLog;
import io.millirun.portal.organization.Member;
import io.millirun.portal.organization.Members;
import io.millirun.portal.organization.OrganizationRegister;
import io.millirun.portal.organization.Slug;
import io.millirun.portal.settings.PlatformSettings;
import io.millirun.portal.settings.PlatformSettings.SignUpMode;
import io.millirun.runtimemanager.functions.FunctionCatalog;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes, renames and closes organizations. */
@Service
class OrganizationKeeper {

    private final JdbcClient jdbc;
    private final OrganizationRegister register;
    private final Members members;
    private final AccessKeys keys;
    private final FunctionCatalog functions;
    private final AuditLog audit;
    private final PlatformSettings settings;
    private final TransactionTemplate transaction;
    private final Clock clock;

    OrganizationKeeper(
            JdbcClient jdbc,
            OrganizationRegister register,
            Members members,
            AccessKeys keys,
            FunctionCatalog functions,
            AuditLog audit,
            PlatformSettings settings,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.jdbc = jdbc;
        this.register = register;
        this.members = members;
        this.keys = keys;
        this.functions = functions;
        this.audit = audit;
        this.settings = settings;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** A new organization that the person owns; empty if its URL name is taken. */
    Optional<TenantId> create(Person owner, String name, Slug slug, @Nullable String address) {
        TenantId organization = TenantId.next();
        boolean approved = settings.signUpMode() != SignUpMode.APPROVAL
                || owner.operator()
                || members.of(owner.id()).stream().anyMatch(member -> !member.pending());
        try {
            CurrentTenant.run(
                    organization,
                    () -> transaction.executeWithoutResult(_ -> {
                        register.add(organization, name, slug, owner.id(), approved);
                        audit.record(
                                organization,
                                new Actor(Actor.Kind.USER, owner.id().toString(), owner.email(), address),
                                "organization.create",
                                name);
                    }));
            return Optional.of(organization);
        } catch (DataIntegrityViolationException violated) {
            if (String.valueOf(violated.getMostSpecificCause().getMessage()).contains("organizations_slug_key")) {
                return Optional.empty();
            }
            throw violated;
        }
    }

    void rename(Member member, String name, Actor actor) {
        transaction.executeWithoutResult(_ -> {
            jdbc.sql("update portal.organizations set name = ? where id = ?")
                    .params(name, member.organization().value())
                    .update();
            audit.record(
                    member.organization(), actor, "organization.rename", member.organizationName() + " to " + name);
        });
    }

    /** Ends it: its functions are deleted and its keys revoked; its documents and its audit log stay. */
    void close(Member member, Actor actor) {
        TenantId organization = member.organization();
        functions.list(organization).forEach(function -> functions.delete(organization, function.name()));
        keys.list(organization).stream()
                .filter(key -> key.status() == AccessKeyView.Status.ACTIVE)
                .forEach(key -> keys.revoke(member, key.id(), actor.address()));
        transaction.executeWithoutResult(_ -> {
            jdbc.sql("update portal.organizations set closed_at = ? where id = ?")
                    .params(Timestamp.from(clock.instant()), organization.value())
                    .update();
            audit.record(organization, actor, "organization.close", member.organizationName());
        });
    }
}
