package io.millirun.portal.activity;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/**
 * The time that a page shows.
 *
 * @param name as it stands in addresses, empty where the reader gave both ends
 * @param from its beginning
 * @param to its end
 * @param fromText the beginning as the reader gave it, UTC; empty if a named range
 * @param toText likewise the end
 */
record TimeRange(String name, Instant from, Instant to, String fromText, String toText) {

    /** The names that pages offer. */
    static final List<String> NAMES = List.of("1h", "24h", "7d", "30d");

    private static final Duration LONGEST = Duration.ofDays(400);

    /**
     * The range that an address means: both ends, if they make one, else the named range up to now.
     *
     * @param name of the range, {@code usual} if there is no such
     */
    static TimeRange of(String name, String from, String to, String usual, Instant now) {
        Optional<Instant> begin = parse(from);
        Instant end = parse(to).orElse(now);
        if (begin.isPresent() && begin.get().isBefore(end)) {
            Instant first = begin.get().isBefore(end.minus(LONGEST)) ? end.minus(LONGEST) : begin.get();
            return new TimeRange("", first, end, from, to);
        }
        String known = NAMES.contains(name) ? name : usual;
        // A little after now, so that calls of this very moment are in it.
        return new TimeRange(known, now.minus(length(known)), now.plusSeconds(60), "", "");
    }

    /** How long one step of a curve over this range is: whole minutes or hours, some sixty to a hundred of them. */
    Duration step() {
        return switch (name) {
            case "1h" -> Duration.ofMinutes(1);
            case "7d" -> Duration.ofHours(2);
            case "30d" -> Duration.ofHours(8);
            default -> Duration.ofMinutes(15);
        };
    }

    private static Duration length(String name) {
        return switch (name) {
            case "1h" -> Duration.ofHours(1);
            case "7d" -> Duration.ofDays(7);
            case "30d" -> Duration.ofDays(30);
            default -> Duration.ofDays(1);
        };
    }

    /** What {@code <input type="datetime-local">} sends, taken as UTC. */
    private static Optional<Instant> parse(String text) {
        try {
            return text.isBlank()
                    ? Optional.empty()
                    : Optional.of(LocalDateTime.parse(text.strip()).toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }
}
