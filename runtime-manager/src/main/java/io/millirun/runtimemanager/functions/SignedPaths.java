package io.millirun.runtimemanager.functions;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Addresses that are a credential themselves, for ten minutes: whoever has one may fetch what it names. */
public final class SignedPaths {

    private static final Duration LIFE = Duration.ofMinutes(10);
    private static final int TIME = 8;
    private static final int MAC = 32;

    private final String prefix;
    private final SecretKeySpec key;
    private final Clock clock;

    /**
     * @param prefix that these paths have and no other, {@code /code-packages/}
     * @param purpose that no other signed paths of this secret have
     */
    public SignedPaths(String prefix, String purpose, EnvironmentKey secret, Clock clock) {
        this.prefix = prefix;
        this.key = new SecretKeySpec(secret.derive(purpose), "HmacSHA256");
        this.clock = clock;
    }

    /** The path of what {@code content} names. */
    public String path(byte[] content) {
        byte[] signed = ByteBuffer.allocate(TIME + content.length)
                .putLong(clock.instant().plus(LIFE).toEpochMilli())
                .put(content)
                .array();
        byte[] whole = ByteBuffer.allocate(signed.length + MAC)
                .put(signed)
                .put(mac(signed))
                .array();
        return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
    }

    /** What {@code path} names; empty if it is not ours, was changed or is too old. */
    public Optional<byte[]> content(String path) {
        byte[] whole;
        try {
            whole = Base64.getUrlDecoder().decode(path.substring(prefix.length()));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
        int end = whole.length - MAC;
        if (end < TIME
                || !MessageDigest.isEqual(
                        mac(Arrays.copyOf(whole, end)), Arrays.copyOfRange(whole, end, whole.length))) {
            return Optional.empty();
        }
        return clock.millis() < ByteBuffer.wrap(whole).getLong()
                ? Optional.of(Arrays.copyOfRange(whole, TIME, end))
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
