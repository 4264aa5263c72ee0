package io.millirun.runtimemanager.functions;

import java.security.SecureRandom;

/** Opaque first labels of function URLs' host names: 32 lower-case letters and digits, 160 bits of chance. */
final class UrlId {

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int LENGTH = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private UrlId() {}

    static String next() {
        StringBuilder id = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            id.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }
}
