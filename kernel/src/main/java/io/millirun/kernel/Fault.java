package io.millirun.kernel;

/** Whose fault an error is; decides its HTTP status, whether it is billed and whether anyone is paged. */
public enum Fault {
    /** The request is wrong: 4xx, not billed. */
    CALLER,
    /** The tenant's code failed: billed as it ran, pages nobody. */
    TENANT_CODE,
    /** No room at the moment: 429 or 402, not billed. */
    CAPACITY,
    /** Something we depend on is away: 503, not billed. */
    DEPENDENCY,
    /** Our own failure: 5xx, never billed, pages the operator. */
    PLATFORM
}
