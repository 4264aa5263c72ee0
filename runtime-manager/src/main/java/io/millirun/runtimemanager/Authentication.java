package io.millirun.runtimemanager;

/** What became of a credential. */
public sealed interface Authentication {

    /** The credential is good. */
    record Authenticated(Caller caller) implements Authentication {}

    /** The credential is unknown, wrong, revoked or expired; the message says which in words for the caller. */
    record Rejected(String message) implements Authentication {}
}
