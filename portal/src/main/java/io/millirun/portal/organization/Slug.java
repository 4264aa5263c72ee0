package io.millirun.portal.organization;

import java.util.Set;
import java.util.regex.Pattern;

/** An organization's name in its function URLs: 3 to 40 small letters, digits and inner hyphens. */
public record Slug(String value) {

    private static final Pattern FORM = Pattern.compile("[a-z0-9]([a-z0-9]|-(?!-)){1,38}[a-z0-9]");

    /** Names that would look like the platform speaking. */
    private static final Set<String> RESERVED = Set.of(
            "admin",
            "api",
            "app",
            "assets",
            "billing",
            "docs",
            "help",
            "millirun",
            "operator",
            "status",
            "support",
            "system",
            "www");

    public Slug {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not an organization's URL name: " + value);
        }
    }

    /** Whether {@code text} can be an organization's URL name. */
    public static boolean isValid(String text) {
        return FORM.matcher(text).matches() && !RESERVED.contains(text);
    }

    @Override
    public String toString() {
        return value;
    }
}
