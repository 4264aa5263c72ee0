package io.millirun.kernel;

import java.util.UUID;

/** The organization that owns a row, a function, an invoice: the tenant. */
public record TenantId(UUID value) {

    /** A new identifier. */
    public static TenantId next() {
        return new TenantId(Uuid7.next());
    }

    /**
     * Reads the canonical text form.
     *
     * @throws IllegalArgumentException if {@code text} is not a UUID
     */
    public static TenantId parse(String text) {
        return new TenantId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
