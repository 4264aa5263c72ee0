package io.millirun.portal.organization;

/** What a member may do in an organization. */
public enum Role {
    /** Everything, and hand the organization on. */
    OWNER,
    /** Everything but that. */
    ADMIN,
    /** Deploy, call and read functions, and make access keys. */
    DEVELOPER,
    /** Read usage and statements, and change how they are paid. */
    BILLING,
    /** Read everything but secrets. */
    VIEWER;

    /** Whether a member with this role may create and revoke access keys. */
    public boolean managesAccessKeys() {
        return this == OWNER || this == ADMIN || this == DEVELOPER;
    }

    /** Whether a member with this role may change and call functions. */
    public boolean changesFunctions() {
        return this == OWNER || this == ADMIN || this == DEVELOPER;
    }
}
