package io.millirun.runtimemanager.functions;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The key that functions' environments are encrypted with; lives outside the database and does not print. */
public final class EnvironmentKey {

    private final byte[] bytes;

    /** @param bytes 32 random bytes, the same in all processes */
    public EnvironmentKey(byte[] bytes) {
        if (bytes.length != 32) {
            throw new IllegalArgumentException("the environment key must have 32 bytes, not " + bytes.length);
        }
        this.bytes = bytes.clone();
    }

    byte[] bytes() {
        return bytes.clone();
    }

    /** A key for {@code purpose} that says nothing about this one: 32 bytes. */
    public byte[] derive(String purpose) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
            return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has HmacSHA256", impossible);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EnvironmentKey key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "EnvironmentKey[…]";
    }
}
