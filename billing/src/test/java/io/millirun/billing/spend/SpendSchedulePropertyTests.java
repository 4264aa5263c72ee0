package io.millirun.billing.spend;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.billing.rating.Meter;
import io.millirun.billing.rating.MeterPrice;
import io.millirun.billing.rating.Money;
import io.millirun.billing.rating.RateCard;
import io.millirun.billing.spend.Lease.Taken;
import io.millirun.kernel.TenantId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Currency;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/** Replicas, each with its lease and its spool, over one table: whatever the schedule, the cap holds. */
class SpendSchedulePropertyTests {

    private static final Currency USD = Currency.getInstance("USD");
    private static final Instant MONTH = Instant.parse("2026-11-01T00:00:00Z");
    private static final Scope SCOPE = Scope.of(TenantId.next());

    @Property(tries = 300)
    void theCapHoldsUnderEverySchedule(
            @ForAll Random random,
            @ForAll @IntRange(min = 1, max = 4) int replicas,
            @ForAll @IntRange(max = 40) int cents) {
        World world = new World(random, cents);
        for (int index = 0; index < replicas; index++) {
            world.replicas.add(new Replica(world));
        }
        for (int step = 0; step < 400; step++) {
            world.step(world.replicas.get(random.nextInt(replicas)));
            assertThat(world.bill()).isLessThanOrEqualTo(cents);
        }
        world.replicas.forEach(world::drain);
        assertThat(world.bill()).isLessThanOrEqualTo(cents);
    }

    @Property(tries = 60)
    void whatIsLeftIsUsedUpInTheEnd(@ForAll Random random, @ForAll @IntRange(min = 10, max = 40) int cents) {
        World world = new World(random, cents);
        world.replicas.add(new Replica(world));
        world.replicas.add(new Replica(world));
        Quantity call = new Quantity(1, 128 * 3_000);
        int refusedInARow = 0;
        for (int step = 0; refusedInARow < 10; step++) {
            Replica replica = world.replicas.get(step % 2);
            CompletableFuture<Taken> taken = replica.admit(call);
            replica.renew(false);
            if (taken.getNow(Taken.NO) == Taken.YES) {
                refusedInARow = 0;
                replica.settle(call, call);
            } else {
                refusedInARow++;
                // The others give back what they do not use.
                world.replicas.forEach(each -> each.renew(true));
            }
            replica.ship();
        }

        // All but the cents held back for rounding and less than one call.
        assertThat(world.bill()).isGreaterThanOrEqualTo(cents - 3);
    }

    /** The table, the usage tables and the true bill. */
    private static final class World implements Leases {

        // A request costs a hundredth of a cent, and 1 GB-second half a cent: a call is a visible part of the cap.
        private final RateCard card = new RateCard(
                "plan",
                1,
                USD,
                0,
                MeterPrice.flat(20, new BigDecimal("100")),
                MeterPrice.flat(3L * 1_024_000, new BigDecimal("0.005")));
        private final Map<Object, Quantity> held = new HashMap<>();
        private final List<Replica> replicas = new ArrayList<>();
        private final Random random;
        private final Money cap;
        private Quantity taken = Quantity.NONE;
        private Quantity truth = Quantity.NONE;
        private @Nullable Object boot;

        World(Random random, int cents) {
            this.random = random;
            this.cap = new Money(cents, USD);
        }

        void step(Replica replica) {
            switch (random.nextInt(14)) {
                case 0, 1, 2, 3 -> {
                    Quantity worst = new Quantity(1, 128L * (1 + random.nextInt(30_000)));
                    CompletableFuture<Taken> _ = replica.admit(worst);
                }
                case 4, 5 -> replica.endOne(random);
                case 6 -> replica.renew(random.nextBoolean());
                case 7 -> replica.ship();
                case 8 -> replica.lease.doubt();
                case 9 -> replica.begin(random.nextBoolean());
                case 10, 11 -> replica.decide();
                case 12 -> replica.hear();
                default -> {
                    if (random.nextInt(5) == 0) {
                        replica.crash();
                    }
                }
            }
        }

        void drain(Replica replica) {
            while (!replica.running.isEmpty()) {
                replica.endOne(random);
            }
            replica.ship();
        }

        @Override
        public Renewal renew(Ask ask) {
            if (random.nextInt(12) == 0) {
                throw new IllegalStateException("the database is away");
            }
            held.put(boot(), ask.held());
            Quantity all = held.values().stream().reduce(taken, Quantity::plus);
            Grant grant = Grant.of(cap, List.of(new UsedSpan(card, all)), 0, ask);
            held.put(boot(), ask.held().plus(grant.extra()));
            if (random.nextInt(12) == 0) {
                throw new IllegalStateException("committed, but the answer is lost");
            }
            return new Renewal.Granted(grant);
        }

        private Object boot() {
            return java.util.Objects.requireNonNull(boot);
        }

        /** What the month's invoice would sum to, in cents: each line rounded half up. */
        long bill() {
            long sum = 0;
            for (Meter meter : Meter.values()) {
                long charged = Math.max(0, truth.of(meter) - card.price(meter).freePerMonth());
                BigDecimal rate = card.price(meter).listRate();
                sum += Money.rounded(meter.amount(charged, rate), USD).minorUnits();
            }
            return sum;
        }
    }

    private static final class Replica {

        private record Running(Quantity worst, CompletableFuture<Taken> taken) {}

        private final World world;
        private final Deque<Running> running = new ArrayDeque<>();
        private final Deque<Quantity> spool = new ArrayDeque<>();
        private final Deque<Quantity> spoolOfBefore = new ArrayDeque<>();
        private final List<Object> boots = new ArrayList<>();
        private Object boot = new Object();
        private Lease lease = new Lease(SCOPE, MONTH, true);
        private @Nullable Ask ask;
        private @Nullable Runnable answer;
        private long nanos;

        Replica(World world) {
            this.world = world;
        }

        CompletableFuture<Taken> admit(Quantity worst) {
            Taken at = lease.take(worst, nanos++);
            CompletableFuture<Taken> taken =
                    at == Taken.LATER ? lease.await(worst) : CompletableFuture.completedFuture(at);
            running.add(new Running(worst, taken));
            if (at == Taken.YES_RENEW) {
                renew(false);
            }
            return at == Taken.YES_RENEW ? CompletableFuture.completedFuture(Taken.YES) : taken;
        }

        void endOne(Random random) {
            Running next = running.poll();
            if (next != null && isIn(next)) {
                Quantity used = new Quantity(1, next.worst().mbMs() * random.nextInt(101) / 100);
                boolean ran = random.nextInt(8) > 0;
                if (ran) {
                    spend(used);
                    if (random.nextInt(4) == 0) {
                        // Shipped before the call is settled.
                        ship();
                    }
                }
                lease.settle(next.worst(), ran ? used : Quantity.NONE);
            }
        }

        private static boolean isIn(Running call) {
            Taken taken = call.taken().getNow(Taken.NO);
            return taken == Taken.YES || taken == Taken.YES_RENEW;
        }

        void settle(Quantity worst, Quantity used) {
            running.clear();
            spend(used);
            lease.settle(worst, used);
        }

        private void spend(Quantity used) {
            spool.add(used);
            world.truth = world.truth.plus(used);
        }

        void renew(boolean periodic) {
            begin(periodic);
            decide();
            hear();
        }

        /** The three steps of a renewal, between which anything may happen. */
        void begin(boolean periodic) {
            Ask next = lease.begin(periodic);
            if (next != null) {
                ask = next;
            }
        }

        void decide() {
            Ask next = ask;
            if (next != null) {
                ask = null;
                world.boot = boot;
                try {
                    if (world.renew(next) instanceof Leases.Renewal.Granted(var grant)) {
                        answer = () -> lease.granted(grant.extra(), grant.denied(), nanos + 3);
                    }
                } catch (IllegalStateException _) {
                    answer = () -> lease.failed(nanos + 3);
                }
            }
        }

        void hear() {
            Runnable heard = answer;
            if (heard != null) {
                answer = null;
                heard.run();
            }
        }

        void ship() {
            while (!spoolOfBefore.isEmpty()) {
                world.taken = world.taken.plus(spoolOfBefore.remove());
            }
            // All that earlier processes wrote is taken in: what they held is nobody's.
            boots.forEach(world.held::remove);
            while (!spool.isEmpty()) {
                Quantity used = spool.remove();
                world.taken = world.taken.plus(used);
                lease.shipped(used);
            }
        }

        /** Running calls are lost, and free; the spool survives. */
        void crash() {
            running.clear();
            spoolOfBefore.addAll(spool);
            spool.clear();
            boots.add(boot);
            boot = new Object();
            lease = new Lease(SCOPE, MONTH, true);
            ask = null;
            answer = null;
        }
    }
}
