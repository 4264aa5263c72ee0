package io.millirun.portal.prices;

import org.jspecify.annotations.Nullable;

/**
 * A step of a graduated price as a form sends it.
 *
 * @param from charged quantity at which it begins, in the unit that people read
 * @param rate price of one rate unit
 */
record TierRow(String from, String rate) {

    TierRow(@Nullable String from, @Nullable String rate) {
        this.from = from == null ? "" : from.strip();
        this.rate = rate == null ? "" : rate.strip();
    }

    boolean isBlank() {
        return rate.isEmpty() && (from.isEmpty() || from.equals("0"));
    }
}
