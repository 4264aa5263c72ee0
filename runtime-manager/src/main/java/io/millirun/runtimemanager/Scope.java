package io.millirun.runtimemanager;

/** What a credential may be used for. */
public enum Scope {
    /** Call functions. */
    INVOKE,
    /** Read functions, their logs and what they used. */
    READ,
    /** Read, make, change and delete functions. */
    DEPLOY,
    /** Read usage and documents, and change how they are paid. */
    BILLING,
    /** Keep members, invitations and access keys, and read the audit log. */
    ADMIN,
    /** Run the platform: only keys that an operator made, as long as they are one. */
    OPERATE
}
