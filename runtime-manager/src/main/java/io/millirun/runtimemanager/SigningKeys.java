package io.millirun.runtimemanager;

import java.util.concurrent.CompletionStage;

/** Port to accounts: the secrets that requests are signed with. Answers from memory where it can. */
public interface SigningKeys {

    /** What is known of the access key {@code id}; the stage never fails for an unknown one. */
    CompletionStage<SigningKey> find(String id);

    /** An access key, as far as checking signatures goes. */
    sealed interface SigningKey {

        /**
         * The key is good.
         *
         * @param caller who signs with it
         * @param used to be run once a signature of it has been found right
         */
        record Good(Caller caller, String secret, Runnable used) implements SigningKey {

            @Override
            public String toString() {
                return "Good[" + caller.name() + "]";
            }
        }

        /** The key is unknown, revoked or expired; the message says which in words for the caller. */
        record Bad(String message) implements SigningKey {}
    }
}
