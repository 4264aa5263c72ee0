package io.millirun.portal.accesskey;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * An access key as its holder has it, written {@code mr_<key id>_<secret>}. The id looks like an AWS access key id, so
 * that AWS SDKs take it; the secret ends with a checksum, so that scanners recognise a leaked key for certain.
 *
 * @param keyId {@code MRAK} and 16 capital letters or digits from 2 to 7
 * @param secret 34 random letters and digits (202 bits), and 6 of checksum
 */
record AccessKeyToken(String keyId, String secret) {

    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final String BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int RANDOM_LENGTH = 34;
    private static final int CHECKSUM_LENGTH = 6;
    private static final Pattern FORM = Pattern.compile("mr_(MRAK[A-Z2-7]{16})_([0-9A-Za-z]{40})");
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A new key. */
    static AccessKeyToken next() {
        String random = random(BASE62, RANDOM_LENGTH);
        return new AccessKeyToken("MRAK" + random(BASE32, 16), random + checksum(random));
    }

    /** Reads the written form; empty if the text has not that form or the checksum is wrong. */
    static Optional<AccessKeyToken> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String secret = matcher.group(2);
        boolean whole = checksum(secret.substring(0, RANDOM_LENGTH)).equals(secret.substring(RANDOM_LENGTH));
        return whole ? Optional.of(new AccessKeyToken(matcher.group(1), secret)) : Optional.empty();
    }

    private static String random(String alphabet, int length) {
        return RANDOM.ints(length, 0, alphabet.length())
                .mapToObj(index -> String.valueOf(alphabet.charAt(index)))
                .collect(Collectors.joining());
    }

    private static String checksum(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        StringBuilder digits = new StringBuilder();
        for (long rest = crc.getValue(); digits.length() < CHECKSUM_LENGTH; rest /= BASE62.length()) {
            digits.append(BASE62.charAt((int) (rest % BASE62.length())));
        }
        return digits.reverse().toString();
    }

    /** The written form: a credential. */
    String bearerToken() {
        return "mr_" + keyId + "_" + secret;
    }

    @Override
    public String toString() {
        return "AccessKeyToken[" + keyId + "]";
    }
}
