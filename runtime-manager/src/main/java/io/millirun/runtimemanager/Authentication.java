package io.millirun.runtimemanager;

/** What became of a credential. */
public sealed interface Authentication {

    /** The credential is good. */
    record Authenticated(Caller caller) implements Authentication {}

    /**
     * The credential is unknown, wrong, revoked or expired.
     *
     * @param code the error type as AWS has it
     * @param message says what is wrong in words for the caller
     */
    record Rejected(String code, String message) implements Authentication {

        /** The credential is not one of ours, or is no longer good. */
        public Rejected(String message) {
            this("UnrecognizedClientException", message);
        }
    }
}
