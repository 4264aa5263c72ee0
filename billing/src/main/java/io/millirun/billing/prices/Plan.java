package io.millirun.billing.prices;

import java.util.Currency;
import java.util.regex.Pattern;

/**
 * What an organization subscribes to. Its rate cards say what it costs.
 *
 * @param name in addresses and documents, for ever: 1 to 39 small letters, digits and hyphens
 * @param title what people read
 * @param currency of all its rate cards
 */
public record Plan(String name, String title, String description, Currency currency) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,38}");

    public Plan {
        if (!isValidName(name) || title.isBlank() || title.length() > 80 || description.length() > 500) {
            throw new IllegalArgumentException("no plan: " + name);
        }
    }

    /** Whether {@code text} can name a plan. */
    public static boolean isValidName(String text) {
        return NAME.matcher(text).matches();
    }
}
