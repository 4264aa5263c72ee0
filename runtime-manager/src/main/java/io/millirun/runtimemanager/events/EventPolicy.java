package io.millirun.runtimemanager.events;

import java.time.Duration;
import java.util.List;

/**
 * What becomes of a function's events when attempts fail, and who is told of their end: AWS Lambda's event-invoke
 * configuration, with the delays that Lambda has fixed.
 *
 * @param retries attempts after the first that failed, 0 to 10
 * @param retryDelays before the first retry, the second and so on; the last one repeats
 * @param maximumAge time after acceptance at which no further attempt is made, 1 minute to 6 hours
 */
public record EventPolicy(
        int retries, List<Duration> retryDelays, Duration maximumAge, Destination onSuccess, Destination onFailure) {

    /** Most retries. */
    public static final int MOST_RETRIES = 10;

    /** Shortest maximum age. */
    public static final Duration LEAST_AGE = Duration.ofMinutes(1);

    /** Longest maximum age. */
    public static final Duration MOST_AGE = Duration.ofHours(6);

    /** Longest delay before a retry. */
    public static final Duration LONGEST_DELAY = Duration.ofHours(1);

    /** What holds where nobody chose: two retries after one and two minutes, six hours, nobody is told. */
    public static final EventPolicy DEFAULT = new EventPolicy(
            2, List.of(Duration.ofMinutes(1), Duration.ofMinutes(2)), MOST_AGE, Destination.NONE, Destination.NONE);

    /** How messages to webhooks are tried again. */
    static final EventPolicy WEBHOOK = new EventPolicy(
            8,
            List.of(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(15),
                    Duration.ofMinutes(30),
                    Duration.ofHours(1)),
            MOST_AGE,
            Destination.NONE,
            Destination.NONE);

    public EventPolicy {
        retryDelays = List.copyOf(retryDelays);
        if (retries < 0 || retries > MOST_RETRIES) {
            throw new IllegalArgumentException("retries must be between 0 and " + MOST_RETRIES);
        }
        if (retryDelays.isEmpty() || retryDelays.size() > MOST_RETRIES) {
            throw new IllegalArgumentException("there must be 1 to " + MOST_RETRIES + " retry delays");
        }
        if (retryDelays.stream().anyMatch(delay -> delay.isNegative() || delay.compareTo(LONGEST_DELAY) > 0)) {
            throw new IllegalArgumentException(
                    "a retry delay must be between 0 and " + LONGEST_DELAY.toSeconds() + " s");
        }
        if (maximumAge.compareTo(LEAST_AGE) < 0 || maximumAge.compareTo(MOST_AGE) > 0) {
            throw new IllegalArgumentException(
                    "the maximum age must be between " + LEAST_AGE.toSeconds() + " and " + MOST_AGE.toSeconds() + " s");
        }
    }

    /** How long to wait before the next attempt, after {@code failures} that count; at least one. */
    Duration delayAfter(int failures) {
        return retryDelays.get(Math.min(failures, retryDelays.size()) - 1);
    }
}
