package io.millirun.billing.spend;

import io.millirun.billing.prices.PriceHistory.PricedPeriod;
import io.millirun.billing.rating.RateCard;
import io.millirun.metering.UsageRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One cap as this process keeps it: a lease for each span of prices that calls start in. */
final class CapLeases {

    /** Signals of an empty spool after which all usage that was not counted has certainly been taken in. */
    private static final int SIGNALS = 2;

    /** Longer than a month and any call that began in it. */
    private static final Duration KEPT = Duration.ofDays(62);

    private final Instant setAt;
    private final Scope scope;
    private final Instant countedFrom;
    private final Function<Instant, List<PricedPeriod>> prices;
    private final Map<Instant, Lease> leases = new ConcurrentHashMap<>();
    private volatile boolean governed;
    private final AtomicInteger signals = new AtomicInteger();
    private volatile @Nullable Span current;

    /**
     * @param countedFrom calls that started before are not counted here; they are in the usage tables, or soon will be
     * @param governed whether all calls of this process that might not be in the usage tables are counted
     * @param prices the spans of the month that a time lies in
     */
    CapLeases(SpendCap cap, Instant countedFrom, boolean governed, Function<Instant, List<PricedPeriod>> prices) {
        this.scope = cap.scope();
        this.setAt = cap.setAt();
        this.countedFrom = countedFrom;
        this.governed = governed;
        this.prices = prices;
    }

    /**
     * @param freeInitMs the least that this and every later card of the month gives free
     * @param to when this span ends
     */
    private record Span(Instant from, Instant to, long freeInitMs, Lease lease) {

        boolean holds(Instant time) {
            return !time.isBefore(from) && time.isBefore(to);
        }
    }

    /** Whether this is still about {@code cap}, and not about one that was removed in the meantime. */
    boolean isOf(SpendCap cap) {
        return setAt.equals(cap.setAt());
    }

    Scope scope() {
        return scope;
    }

    /** Whether a call that started at {@code time} is counted. */
    boolean counts(Instant time) {
        return !time.isBefore(countedFrom);
    }

    boolean isGoverned() {
        return governed;
    }

    Lease leaseAt(Instant startedAt) {
        return span(startedAt).lease();
    }

    /** The least that an init which begins now or later has free. */
    long freeInitMs(Instant startedAt) {
        return span(startedAt).freeInitMs();
    }

    private Span span(Instant time) {
        Span known = current;
        if (known != null && known.holds(time)) {
            return known;
        }
        return find(time);
    }

    private Span find(Instant time) {
        List<PricedPeriod> month = prices.apply(time);
        PricedPeriod found = month.stream()
                .filter(part -> time.isBefore(part.period().to()))
                .findFirst()
                .orElseThrow();
        Instant from = found.period().from();
        long free = month.stream()
                .filter(part -> !part.period().from().isBefore(from))
                .map(PricedPeriod::card)
                .mapToLong(RateCard::freeInitMs)
                .min()
                .orElse(0);
        // Made first and asked afterwards, so that govern() misses none.
        Lease lease = leases.computeIfAbsent(from, _ -> new Lease(scope, from, false));
        Span span = new Span(from, found.period().to(), free, lease);
        if (governed) {
            lease.govern();
        }
        Span known = current;
        if (known == null || !from.isBefore(known.from())) {
            current = span;
        }
        return span;
    }

    /** Prices may have been announced that cut the present span short. */
    void refresh(Instant now) {
        current = null;
        leases.keySet().removeIf(from -> from.isBefore(now.minus(KEPT)));
    }

    void shipped(UsageRecord record) {
        if (counts(record.id().startedAt())) {
            leaseAt(record.id().startedAt()).shipped(Quantity.of(record));
        }
    }

    /** The spool was empty; true when what is not counted can only be in the usage tables. */
    boolean emptied() {
        return signals.incrementAndGet() >= SIGNALS;
    }

    /** From now on calls need slack. */
    void govern() {
        governed = true;
        leases.values().forEach(Lease::govern);
    }

    Collection<Lease> leases() {
        return leases.values();
    }
}
