package io.millirun.portal.signup;

import io.millirun.kernel.CurrentTenant;
import io.millirun.kernel.TenantId;
import io.millirun.portal.account.UserId;
import io.millirun.portal.account.Users;
import io.millirun.portal.audit.Actor;
import io.millirun.portal.audit.AuditLog;
import io.millirun.portal.organization.OrganizationRegister;
import io.millirun.portal.organization.Slug;
import io.millirun.portal.settings.PlatformSettings;
import io.millirun.portal.settings.PlatformSettings.SignUpMode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes an account and the organization it owns in one transaction; unique constraints decide what is taken. */
@Service
public class SignUp {

    private final Users users;
    private final OrganizationRegister organizations;
    private final AuditLog audit;
    private final PasswordEncoder passwords;
    private final PlatformSettings settings;
    private final Greeting greeting;
    private final TransactionTemplate transaction;

    SignUp(
            Users users,
            OrganizationRegister organizations,
            AuditLog audit,
            PasswordEncoder passwords,
            PlatformSettings settings,
            Greeting greeting,
            PlatformTransactionManager transactions) {
        this.users = users;
        this.organizations = organizations;
        this.audit = audit;
        this.passwords = passwords;
        this.settings = settings;
        this.greeting = greeting;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** What came of it. */
    public sealed interface Outcome {

        /** Account and organization exist. */
        record SignedUp(UserId user, TenantId organization) implements Outcome {}

        /** The e-mail address has an account; nothing was made. */
        record EmailTaken() implements Outcome {}

        /** Another organization has the URL name; nothing was made. */
        record OrganizationTaken() implements Outcome {}
    }

    /**
     * Signs a person up. The password's strength and the form of the rest were checked by the caller.
     *
     * @param address the network address the request came from
     */
    public Outcome signUp(String name, String email, String password, Slug organization, @Nullable String address) {
        String hash = passwords.encode(password);
        TenantId tenant = TenantId.next();
        try {
            UserId user = CurrentTenant.call(
                    tenant,
                    () -> transaction.execute(_ -> {
                        UserId added = users.add(name, email, hash);
                        boolean approved = settings.signUpMode() != SignUpMode.APPROVAL;
                        organizations.add(tenant, organization.value(), organization, added, approved);
                        greeting.ask(added, name, email);
                        audit.record(
                                tenant,
                                new Actor(Actor.Kind.USER, added.toString(), email, address),
                                "account.create",
                                email);
                        return added;
                    }));
            return new Outcome.SignedUp(user, tenant);
        } catch (DataIntegrityViolationException violated) {
            return taken(violated);
        }
    }

    /** Makes an account that is in no organization yet; empty if the address has one. */
    public Optional<UserId> signUp(String name, String email, String password) {
        String hash = passwords.encode(password);
        try {
            return Optional.ofNullable(transaction.execute(_ -> {
                UserId added = users.add(name, email, hash);
                greeting.ask(added, name, email);
                return added;
            }));
        } catch (DataIntegrityViolationException violated) {
            if (taken(violated) instanceof Outcome.EmailTaken) {
                return Optional.empty();
            }
            throw violated;
        }
    }

    private static Outcome taken(DataIntegrityViolationException violated) {
        String message = String.valueOf(violated.getMostSpecificCause().getMessage());
        if (message.contains("\"users_email\"")) {
            return new Outcome.EmailTaken();
        }
        if (message.contains("\"organizations_slug_key\"")) {
            return new Outcome.OrganizationTaken();
        }
        throw violated;
    }
}
