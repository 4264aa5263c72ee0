package io.millirun.portal.accesskey;

import io.millirun.kernel.TenantId;
import io.millirun.runtimemanager.Grants;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a process remembers of an access key to check calls with it. */
record KnownKey(
        String id,
        TenantId tenant,
        String name,
        String secret,
        Grants grants,
        @Nullable Instant expiresAt,
        boolean revoked) {

    /** Why the key does not admit the holder of {@code presented}; null if it does. */
    @Nullable
    String refusal(String presented, Instant now) {
        boolean same = MessageDigest.isEqual(
                secret.getBytes(StandardCharsets.US_ASCII), presented.getBytes(StandardCharsets.US_ASCII));
        if (!same) {
            return "The access key's secret is wrong.";
        }
        if (revoked) {
            return "The access key was revoked.";
        }
        return expiresAt != null && !now.isBefore(expiresAt) ? "The access key has expired." : null;
    }

    @Override
    public String toString() {
        return "KnownKey[" + id + "]";
    }
}
