package io.millirun.runtimemanager.instances;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Name of an instance and at the same time the secret it proves itself with to the Runtime API: 128 random bits in
 * hexadecimal, usable as a host name. Not for logs that tenants read.
 */
public record InstanceId(String token) {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 16;

    /** A new, unguessable identifier. */
    public static InstanceId next() {
        byte[] bits = new byte[BYTES];
        RANDOM.nextBytes(bits);
        return new InstanceId(HexFormat.of().formatHex(bits));
    }

    /** The first characters, enough to recognise the instance in a log and too few to pose as it. */
    public String shortName() {
        return token.substring(0, 8);
    }

    @Override
    public String toString() {
        return shortName();
    }
}
