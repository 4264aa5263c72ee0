package io.millirun.portal.organization;

import static io.millirun.portal.permission.Permission.BELONG;
import static io.millirun.portal.permission.Permission.DEPLOY;
import static io.millirun.portal.permission.Permission.INVOKE;
import static io.millirun.portal.permission.Permission.MANAGE_BILLING;
import static io.millirun.portal.permission.Permission.MANAGE_KEYS;
import static io.millirun.portal.permission.Permission.MANAGE_MEMBERS;
import static io.millirun.portal.permission.Permission.MANAGE_ORGANIZATION;
import static io.millirun.portal.permission.Permission.OWN_ORGANIZATION;
import static io.millirun.portal.permission.Permission.READ_AUDIT;
import static io.millirun.portal.permission.Permission.READ_BILLING;
import static io.millirun.portal.permission.Permission.READ_FUNCTIONS;
import static io.millirun.portal.permission.Permission.READ_KEYS;
import static io.millirun.portal.permission.Permission.READ_MEMBERS;
import static io.millirun.portal.permission.Permission.READ_USAGE;

import io.millirun.portal.permission.Permission;
import java.util.Set;

/** What a member may do in an organization. */
public enum Role {
    /** Everything, and hand the organization on. */
    OWNER(Set.of(
            BELONG,
            READ_FUNCTIONS,
            INVOKE,
            DEPLOY,
            READ_USAGE,
            READ_BILLING,
            MANAGE_BILLING,
            READ_KEYS,
            MANAGE_KEYS,
            READ_MEMBERS,
            MANAGE_MEMBERS,
            READ_AUDIT,
            MANAGE_ORGANIZATION,
            OWN_ORGANIZATION)),
    /** Everything but that. */
    ADMIN(Set.of(
            BELONG,
            READ_FUNCTIONS,
            INVOKE,
            DEPLOY,
            READ_USAGE,
            READ_BILLING,
            MANAGE_BILLING,
            READ_KEYS,
            MANAGE_KEYS,
            READ_MEMBERS,
            MANAGE_MEMBERS,
            READ_AUDIT,
            MANAGE_ORGANIZATION)),
    /** Deploy, call and read functions, see what they cost, and make access keys for them. */
    DEVELOPER(Set.of(BELONG, READ_FUNCTIONS, INVOKE, DEPLOY, READ_USAGE, READ_KEYS, MANAGE_KEYS, READ_MEMBERS)),
    /** Read usage and documents, and change how they are paid. */
    BILLING(Set.of(BELONG, READ_USAGE, READ_BILLING, MANAGE_BILLING, READ_MEMBERS)),
    /** Read everything but secrets and the audit log. */
    VIEWER(Set.of(BELONG, READ_FUNCTIONS, READ_USAGE, READ_BILLING, READ_KEYS, READ_MEMBERS));

    @SuppressWarnings("ImmutableEnumChecker") // Set.of is.
    private final Set<Permission> permissions;

    Role(Set<Permission> permissions) {
        this.permissions = permissions;
    }

    /** Whether a member with this role has {@code permission}. */
    public boolean may(Permission permission) {
        return permissions.contains(permission);
    }

    /** Whether a member with this role may create and revoke access keys. */
    public boolean managesAccessKeys() {
        return may(MANAGE_KEYS);
    }

    /** Whether a member with this role may change and call functions. */
    public boolean changesFunctions() {
        return may(DEPLOY);
    }

    /** Whether whoever has this role may give {@code other} to somebody, or take it away. */
    public boolean gives(Role other) {
        return this == OWNER || (this == ADMIN && other != OWNER);
    }
}
