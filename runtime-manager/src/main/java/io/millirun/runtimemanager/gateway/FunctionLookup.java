package io.millirun.runtimemanager.gateway;

import io.millirun.kernel.TenantId;
import io.millirun.runtimemanager.functions.FunctionName;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.functions.UrlOwner;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Finds what a name and a qualifier, or a function URL, mean now. */
@FunctionalInterface
public interface FunctionLookup {

    /**
     * The version that {@code qualifier} of the function means now; empty if there is none.
     *
     * @param qualifier version or alias, {@code $LATEST} if the caller gave none
     */
    CompletionStage<Optional<FunctionVersion>> resolve(TenantId tenant, FunctionName name, String qualifier);

    /** Whose the function URL with this opaque id is; empty if nobody's. */
    default CompletionStage<Optional<UrlOwner>> owner(String urlId) {
        return CompletableFuture.completedFuture(Optional.empty());
    }
}
