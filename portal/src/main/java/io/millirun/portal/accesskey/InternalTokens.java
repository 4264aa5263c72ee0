package io.millirun.portal.accesskey;

import io.millirun.kernel.TenantId;
import io.millirun.portal.account.UserId;
import io.millirun.portal.secret.MasterSecret;
import io.millirun.runtimemanager.Grants;
import io.millirun.runtimemanager.Scope;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.springframework.stereotype.Component;

/**
 * Short-lived tokens {@code mt_…} with which the portal's test console calls the gateway on a member's behalf: tenant,
 * user and expiry, signed with HMAC-SHA-256. Calls with one are metered as tests.
 */
@Component
public class InternalTokens {

    /** How every such token begins. */
    static final String PREFIX = "mt_";

    /** What they are good for. */
    static final Grants GRANTS = new Grants(EnumSet.of(Scope.INVOKE), null);

    private static final Duration LIFE = Duration.ofSeconds(60);
    private static final int CONTENT_BYTES = 40;
    private static final int WHOLE_BYTES = CONTENT_BYTES + 32;

    private final SecretKey key;
    private final Clock clock;

    InternalTokens(MasterSecret master, Clock clock) {
        this.key = master.key("internal tokens, test", "HmacSHA256");
        this.clock = clock;
    }

    /** On whose behalf a token speaks. */
    record Bearer(TenantId tenant, UserId user) {}

    /** A token that is good for a minute. */
    public String issue(TenantId tenant, UserId user) {
        byte[] content = ByteBuffer.allocate(CONTENT_BYTES)
                .putLong(tenant.value().getMostSignificantBits())
                .putLong(tenant.value().getLeastSignificantBits())
                .putLong(user.value().getMostSignificantBits())
                .putLong(user.value().getLeastSignificantBits())
                .putLong(clock.instant().plus(LIFE).toEpochMilli())
                .array();
        byte[] whole = ByteBuffer.allocate(WHOLE_BYTES)
                .put(content)
                .put(signature(content))
                .array();
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
    }

    /** Whom the token speaks for; empty if it is not ours, was changed or has expired. */
    Optional<Bearer> verify(String token) {
        byte[] whole;
        try {
            whole = Base64.getUrlDecoder().decode(token.substring(PREFIX.length()));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
        if (whole.length != WHOLE_BYTES) {
            return Optional.empty();
        }
        byte[] content = Arrays.copyOf(whole, CONTENT_BYTES);
        if (!MessageDigest.isEqual(signature(content), Arrays.copyOfRange(whole, CONTENT_BYTES, WHOLE_BYTES))) {
            return Optional.empty();
        }
        ByteBuffer fields = ByteBuffer.wrap(content);
        TenantId tenant = new TenantId(new UUID(fields.getLong(), fields.getLong()));
        UserId user = new UserId(new UUID(fields.getLong(), fields.getLong()));
        Instant expiry = Instant.ofEpochMilli(fields.getLong());
        return clock.instant().isBefore(expiry) ? Optional.of(new Bearer(tenant, user)) : Optional.empty();
    }

    private byte[] signature(byte[] content) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(content);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has HmacSHA256", impossible);
        }
    }
}
