package io.millirun.runtimemanager.gateway;

import io.millirun.kernel.TenantId;
import io.millirun.runtimemanager.functions.FunctionName;
import io.millirun.runtimemanager.functions.FunctionVersion;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Finds what a name and a qualifier mean now. */
@FunctionalInterface
public interface FunctionLookup {

    /**
     * The version that {@code qualifier} of the function means now; empty if there is none.
     *
     * @param qualifier version or alias, {@code $LATEST} if the caller gave none
     */
    CompletionStage<Optional<FunctionVersion>> resolve(TenantId tenant, FunctionName name, String qualifier);
}
