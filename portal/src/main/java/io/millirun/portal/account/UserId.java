package io.millirun.portal.account;

import io.millirun.kernel.Uuid7;
import java.util.UUID;

/** A person with an account, whatever organizations they belong to. */
public record UserId(UUID value) {

    /** A new identifier. */
    public static UserId next() {
        return new UserId(Uuid7.next());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
