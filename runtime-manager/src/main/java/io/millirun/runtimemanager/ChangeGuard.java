package io.millirun.runtimemanager;

import io.millirun.kernel.TenantId;
import java.util.Optional;

/** Port to billing: whether an organization may change its functions. Never blocks. */
@FunctionalInterface
public interface ChangeGuard {

    /** Lets everybody change everything. */
    ChangeGuard OPEN = _ -> Optional.empty();

    /** Why it may not, for the caller; empty if it may. */
    Optional<String> refusal(TenantId tenant);
}
