package io.millirun.runtimemanager;

import io.millirun.kernel.TenantId;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Port to accounts: finds the tenant behind the name in a function URL. Answers from memory where it can. */
public interface Organizations {

    /** The organization whose URL name (slug) is {@code name}. */
    CompletionStage<Optional<TenantId>> byName(String name);
}
