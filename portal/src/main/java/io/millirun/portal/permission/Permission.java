package io.millirun.portal.permission;

import io.millirun.runtimemanager.Grants;
import io.millirun.runtimemanager.Scope;
import java.util.Set;

/**
 * What somebody may be allowed to do. Members have permissions by their role ({@code Role}), access keys by their scopes
 * (here), operators and the keys they made for it have {@link #OPERATE} besides.
 */
public enum Permission {
    /** Open to everybody, without a login. */
    PUBLIC(Audience.EVERYBODY),
    /** Open to everybody with an account, in an organization or not. */
    LOG_IN(Audience.PERSON),
    /** Open to every member, and to every access key. */
    BELONG(Audience.MEMBER, Scope.values()),
    /** See functions, their code without secrets, logs and metrics. */
    READ_FUNCTIONS(Audience.MEMBER, Scope.READ, Scope.DEPLOY),
    /** Call and test functions. */
    INVOKE(Audience.MEMBER, Scope.INVOKE),
    /** Make, change and delete functions, and see their secrets. */
    DEPLOY(Audience.MEMBER, Scope.DEPLOY),
    /** See usage, its cost and the running statement. */
    READ_USAGE(Audience.MEMBER, Scope.READ, Scope.BILLING),
    /** See invoices, budgets and how they are paid. */
    READ_BILLING(Audience.MEMBER, Scope.BILLING),
    /** Change plan, budgets, spend cap and payment method. */
    MANAGE_BILLING(Audience.MEMBER, Scope.BILLING),
    /** See access keys, without secrets. */
    READ_KEYS(Audience.MEMBER, Scope.ADMIN),
    /** Make and revoke access keys. */
    MANAGE_KEYS(Audience.MEMBER, Scope.ADMIN),
    /** See who belongs to the organization. */
    READ_MEMBERS(Audience.MEMBER, Scope.ADMIN),
    /** Invite and remove members and change their roles. */
    MANAGE_MEMBERS(Audience.MEMBER, Scope.ADMIN),
    /** Read the audit log. */
    READ_AUDIT(Audience.MEMBER, Scope.ADMIN),
    /** Rename the organization and change its settings. */
    MANAGE_ORGANIZATION(Audience.MEMBER, Scope.ADMIN),
    /** Hand the organization on, and close it. */
    OWN_ORGANIZATION(Audience.MEMBER),
    /** Run the platform. */
    OPERATE(Audience.OPERATOR, Scope.OPERATE);

    private final Audience audience;

    @SuppressWarnings("ImmutableEnumChecker") // Set.of is.
    private final Set<Scope> scopes;

    Permission(Audience audience, Scope... scopes) {
        this.audience = audience;
        this.scopes = Set.of(scopes);
    }

    /** Whom a permission can be given to. */
    public enum Audience {
        EVERYBODY,
        PERSON,
        MEMBER,
        OPERATOR
    }

    /** Whom this can be given to. */
    public Audience audience() {
        return audience;
    }

    /** Whether a credential with {@code grants} has this permission. */
    public boolean isIn(Grants grants) {
        return audience == Audience.EVERYBODY || scopes.stream().anyMatch(grants::allow);
    }

    /** Whether this is about functions, so that a credential limited to some of them can have it for those. */
    public boolean concernsFunctions() {
        return this == READ_FUNCTIONS || this == INVOKE || this == DEPLOY;
    }
}
