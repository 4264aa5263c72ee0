package io.millirun.runtimemanager.schedules;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What is to be done about a schedule that is due: pure.
 *
 * @param now instants to fire at now, oldest first
 * @param next instant after them; empty if there is none
 */
record Firings(List<Instant> now, Optional<Instant> next) {

    /** Most instants that are made up for at once. */
    static final int MOST = 100;

    /** How late an instant may be and still count as on time. */
    static final Duration GRACE = Duration.ofMinutes(1);

    Firings {
        now = List.copyOf(now);
    }

    /**
     * The firings of {@code timing} from {@code due}, its next instant, up to {@code now}.
     *
     * @param missed what becomes of those that are late
     */
    static Firings of(Timing timing, Instant due, Instant now, Missed missed) {
        Deque<Instant> late = new ArrayDeque<>();
        List<Instant> timely = new ArrayList<>();
        Instant lateBefore = now.minus(GRACE);
        // What is further back than can be made up for is passed over in one leap.
        Optional<Instant> at = Optional.of(due);
        while (at.isPresent() && !at.get().isAfter(now)) {
            if (at.get().isBefore(lateBefore)) {
                late.addLast(at.get());
                if (late.size() > MOST) {
                    late.removeFirst();
                }
                if (missed == Missed.SKIP) {
                    late.clear();
                    at = timing.next(lateBefore.minusNanos(1));
                    continue;
                }
            } else {
                timely.add(at.get());
            }
            at = timing.next(at.get());
        }
        List<Instant> fired = new ArrayList<>();
        switch (missed) {
            case SKIP -> {}
            case ONCE -> {
                if (!late.isEmpty()) {
                    fired.add(late.getLast());
                }
            }
            case ALL -> fired.addAll(late);
        }
        fired.addAll(timely);
        return new Firings(fired, at);
    }
}
