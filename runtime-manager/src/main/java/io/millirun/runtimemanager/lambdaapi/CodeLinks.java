package io.millirun.runtimemanager.lambdaapi;

import io.millirun.kernel.TenantId;
import io.millirun.runtimemanager.functions.EnvironmentKey;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Addresses from which a code package can be fetched for ten minutes, without a credential: they are one themselves. */
final class CodeLinks {

    static final String PREFIX = "/code-packages/";

    private static final Duration LIFE = Duration.ofMinutes(10);
    private static final int CONTENT = 16 + 8 + 32;
    private static final int WHOLE = CONTENT + 32;

    private final SecretKeySpec key;
    private final Clock clock;

    CodeLinks(EnvironmentKey secret, Clock clock) {
        this.key = new SecretKeySpec(secret.derive("code package links"), "HmacSHA256");
        this.clock = clock;
    }

    /** A package that may be fetched. */
    record Target(TenantId tenant, String digest) {}

    /** The path of the package with this digest. */
    String path(TenantId tenant, String digest) {
        byte[] content = ByteBuffer.allocate(CONTENT)
                .putLong(tenant.value().getMostSignificantBits())
                .putLong(tenant.value().getLeastSignificantBits())
                .putLong(clock.instant().plus(LIFE).toEpochMilli())
                .put(HexFormat.of().parseHex(digest))
                .array();
        byte[] whole = ByteBuffer.allocate(WHOLE).put(content).put(mac(content)).array();
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
    }

    /** What {@code path} is good for; empty if it is not ours, was changed or is too old. */
    Optional<Target> target(String path) {
        byte[] whole;
        try {
            whole = Base64.getUrlDecoder().decode(path.substring(PREFIX.length()));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
        if (whole.length != WHOLE
                || !MessageDigest.isEqual(
                        mac(Arrays.copyOf(whole, CONTENT)), Arrays.copyOfRange(whole, CONTENT, WHOLE))) {
            return Optional.empty();
        }
        ByteBuffer fields = ByteBuffer.wrap(whole);
        TenantId tenant = new TenantId(new UUID(fields.getLong(), fields.getLong()));
        long end = fields.getLong();
        byte[] digest = new byte[32];
        fields.get(digest);
        return clock.millis() < end
                ? Optional.of(new Target(tenant, HexFormat.of().formatHex(digest)))
                : Optional.empty();
    }

    private byte[] mac(byte[] content) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(content);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has HmacSHA256", impossible);
        }
    }
}
