package io.millirun.portal.account;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What makes a password good enough: length, and that a guesser's list does not begin with it. After NIST SP 800-63B, no
 * rule about kinds of characters.
 */
public final class PasswordRule {

    /** The least and the most characters of a password. */
    public static final int LEAST = 12;

    public static final int MOST = 200;

    private static final int LEAST_DIFFERENT = 5;
    private static final int LEAST_NAME = 4;
    private static final Set<String> COMMON = common();

    private PasswordRule() {}

    /** Why a password is refused. */
    public enum Weakness {
        TOO_SHORT,
        TOO_LONG,
        COMMON,
        CONTAINS_EMAIL
    }

    /** What is wrong with {@code password} for the account with {@code email}; empty if nothing is. */
    public static Optional<Weakness> weaknessOf(String password, String email) {
        String folded = password.toLowerCase(Locale.ROOT);
        if (password.codePointCount(0, password.length()) < LEAST) {
            return Optional.of(Weakness.TOO_SHORT);
        }
        if (password.length() > MOST) {
            return Optional.of(Weakness.TOO_LONG);
        }
        if (COMMON.contains(folded) || folded.chars().distinct().count() < LEAST_DIFFERENT) {
            return Optional.of(Weakness.COMMON);
        }
        String name = email.toLowerCase(Locale.ROOT).replaceFirst("@.*", "");
        if (name.length() >= LEAST_NAME && folded.contains(name)) {
            return Optional.of(Weakness.CONTAINS_EMAIL);
        }
        return Optional.empty();
    }

    private static Set<String> common() {
        try (InputStream list = PasswordRule.class.getResourceAsStream("common-passwords.txt")) {
            if (list == null) {
                throw new IllegalStateException("the jar lacks the list of common passwords");
            }
            return new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
