package io.millirun.portal.accesskey;

import io.millirun.runtimemanager.Grants;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An access key as pages show it, without its secret.
 *
 * @param replaces the id of the key that this one was made to take over from; null for none
 * @param at the time for which {@link #status} speaks
 */
public record AccessKeyView(
        String id,
        String name,
        Grants grants,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @Nullable Instant revokedAt,
        @Nullable String replaces,
        Instant at) {

    /** Whether the key can be used. */
    public enum Status {
        ACTIVE,
        EXPIRED,
        REVOKED
    }

    /** Whether the key can be used at the time of the view. */
    public Status status() {
        if (revokedAt != null) {
            return Status.REVOKED;
        }
        return expiresAt != null && !at.isBefore(expiresAt) ? Status.EXPIRED : Status.ACTIVE;
    }

    /** The id of the key it takes over from, shortened. */
    public String shortReplaces() {
        return replaces == null ? "" : shortened(replaces);
    }

    /** The id, shortened to what tells keys apart. */
    public String shortId() {
        return shortened(id);
    }

    private static String shortened(String id) {
        return id.substring(0, 8) + "…" + id.substring(id.length() - 4);
    }
}
