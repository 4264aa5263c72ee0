package io.millirun.billing.spend;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.TenantId;
import java.util.Optional;
import java.util.UUID;

/**
 * What a cap holds for.
 *
 * @param function empty for all functions of the organization together
 */
public record Scope(TenantId tenant, Optional<FunctionId> function) {

    private static final UUID ALL = new UUID(0, 0);

    /** All functions of an organization together. */
    public static Scope of(TenantId tenant) {
        return new Scope(tenant, Optional.empty());
    }

    /** One function. */
    public static Scope of(TenantId tenant, FunctionId function) {
        return new Scope(tenant, Optional.of(function));
    }

    static Scope of(UUID tenant, UUID key) {
        return new Scope(new TenantId(tenant), key.equals(ALL) ? Optional.empty() : Optional.of(new FunctionId(key)));
    }

    /** The function's id, or the id that no function has. */
    UUID key() {
        return function.map(FunctionId::value).orElse(ALL);
    }
}
