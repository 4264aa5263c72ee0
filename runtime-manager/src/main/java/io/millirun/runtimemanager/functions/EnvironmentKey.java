package io.millirun.runtimemanager.functions;

import java.util.Arrays;

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
