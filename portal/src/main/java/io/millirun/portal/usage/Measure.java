package io.millirun.portal.usage;

import java.util.Locale;
import java.util.stream.Stream;

/** What the chart of days shows. */
enum Measure {
    COST,
    INVOCATIONS,
    COMPUTE;

    /** The measure of that name, as it stands in addresses; {@link #COST} for any other. */
    static Measure named(String name) {
        return Stream.of(values())
                .filter(measure -> measure.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElse(COST);
    }
}
