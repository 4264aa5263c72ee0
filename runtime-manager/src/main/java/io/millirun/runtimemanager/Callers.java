package io.millirun.runtimemanager;

import java.util.concurrent.CompletionStage;

/** Port to accounts: tells who is calling. Answers from memory where it can; the stage never fails for a bad token. */
public interface Callers {

    /** Authenticates {@code mr_<key id>_<secret>}, or a short-lived token that the portal signed. */
    CompletionStage<Authentication> authenticate(String bearerToken);
}
