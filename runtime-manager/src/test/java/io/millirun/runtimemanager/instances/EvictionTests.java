package io.millirun.runtimemanager.instances;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** The rule by itself, and on a day of calls with the distributions that Azure published of its functions. */
class EvictionTests {

    private static final int FUNCTIONS = 400;
    private static final long DAY = Duration.ofHours(24).toSeconds();

    @Test
    void theLargeAndSeldomGoBeforeTheSmallAndOften() {
        assertThat(Eviction.choose(
                        List.of(new Kept("a", 100, 100_000, 20, 0), new Kept("b", 2, 100_000, 500, 0)), Kept::worth))
                .map(Kept::name)
                .contains("b");
    }

    @Test
    void whatIsNotCalledAnyMoreAgesAndGoesHoweverOftenItWasCalledOnce() {
        Kept once = new Kept("once", 50, 100_000, 50, 0);
        double evicted = 0;
        List<String> gone = new ArrayList<>();
        for (int n = 0; n < 200 && !gone.contains("once"); n++) {
            Kept recent = new Kept("recent" + n, 1, 100_000, 50, evicted);
            Kept least = Eviction.choose(List.of(once, recent), Kept::worth).orElseThrow();
            evicted = Math.max(evicted, least.worth());
            gone.add(least.name());
        }

        assertThat(gone).contains("once").startsWith("recent0");
    }

    @Test
    void aDayOfCallsHasFarFewerColdStartsThanWithATimeoutOfTenMinutes() {
        List<Event> calls = day(new Random(7));

        double timeout =
                coldShare(calls, Integer.MAX_VALUE, Duration.ofMinutes(10).toSeconds(), Warm::worth);
        double fits = coldShare(calls, Integer.MAX_VALUE, DAY, Warm::worth);
        double half = coldShare(calls, memory(calls) / 2, DAY, Warm::worth);
        double leastRecent = coldShare(calls, memory(calls) / 2, DAY, warm -> warm.lastUsed);

        assertThat(fits).isLessThanOrEqualTo(timeout / 10);
        // In half the memory that everything would need, it is still better than either.
        assertThat(half).isLessThan(timeout).isLessThan(leastRecent);
    }

    private record Kept(String name, long calls, long initMicros, int heldMb, double evictedBefore) {
        double worth() {
            return Eviction.worth(evictedBefore, calls, initMicros, heldMb);
        }
    }

    private record Event(long second, int function) {}

    /** One instance that is kept, of a function whose calls do not overlap. */
    private static final class Warm {
        private final int function;
        private long calls;
        private long lastUsed;
        private double evictedBefore;

        Warm(int function) {
            this.function = function;
        }

        double worth() {
            return Eviction.worth(evictedBefore, calls, initMicros(function), heldMb(function));
        }
    }

    private static int heldMb(int function) {
        return 15 + function * 37 % 240;
    }

    private static long initMicros(int function) {
        return 20_000L + function * 7919L % 900_000;
    }

    private static int memory(List<Event> calls) {
        return calls.stream()
                .mapToInt(Event::function)
                .distinct()
                .map(EvictionTests::heldMb)
                .sum();
    }

    /** 45 % of the functions are called at most once an hour, 81 % at most once a minute, the others most of the time. */
    private static List<Event> day(Random random) {
        List<Event> calls = new ArrayList<>();
        for (int function = 0; function < FUNCTIONS; function++) {
            double kind = random.nextDouble();
            double meanGap = kind < 0.45
                    ? 3_600 + random.nextDouble() * 4 * 3_600
                    : kind < 0.81 ? 60 + random.nextDouble() * 3_000 : 10 + random.nextDouble() * 50;
            for (double at = -Math.log(1 - random.nextDouble()) * meanGap;
                    at < DAY;
                    at -= Math.log(1 - random.nextDouble()) * meanGap) {
                calls.add(new Event((long) at, function));
            }
        }
        calls.sort(Comparator.comparingLong(Event::second));
        return calls;
    }

    private static double coldShare(List<Event> calls, int memoryMb, long idleSeconds, ToDoubleFunction<Warm> worth) {
        Map<Integer, Warm> kept = new HashMap<>();
        int held = 0;
        double evicted = 0;
        int cold = 0;
        for (Event call : calls) {
            Warm warm = kept.get(call.function());
            if (warm == null || call.second() - warm.lastUsed > idleSeconds) {
                cold++;
                if (warm == null) {
                    held += heldMb(call.function());
                    while (held > memoryMb) {
                        Optional<Warm> least = Eviction.choose(kept.values(), worth);
                        if (least.isEmpty()) {
                            break;
                        }
                        evicted = Math.max(evicted, least.get().worth());
                        held -= heldMb(least.get().function);
                        kept.remove(least.get().function);
                    }
                }
                warm = new Warm(call.function());
                kept.put(call.function(), warm);
            }
            warm.calls++;
            warm.lastUsed = call.second();
            warm.evictedBefore = evicted;
        }
        return (double) cold / calls.size();
    }
}
