package io.millirun.portal.prices;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Reads the hours at which prices and plans change. */
public final class UtcHour {

    private UtcHour() {}

    /** A whole UTC hour, as {@code 2026-12-01T00:00}, with or without seconds and a Z; empty if the text is none. */
    public static Optional<Instant> parse(String text) {
        try {
            Instant time =
                    LocalDateTime.parse(text.strip().replaceFirst("Z$", "")).toInstant(ZoneOffset.UTC);
            return Optional.of(time).filter(hour -> hour.equals(hour.truncatedTo(ChronoUnit.HOURS)));
        } catch (DateTimeException wrong) {
            return Optional.empty();
        }
    }
}
