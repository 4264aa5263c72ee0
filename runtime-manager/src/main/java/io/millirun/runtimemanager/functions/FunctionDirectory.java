package io.millirun.runtimemanager.functions;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import io.millirun.kernel.Fault;
import io.millirun.kernel.MillirunException;
import io.millirun.kernel.TenantId;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * What a call runs, from memory. {@link FunctionWatch} keeps it true: changes arrive as notifications within
 * milliseconds, and once a second everything known is compared with the database, off the way of calls. Known functions
 * stay known while the database is away.
 */
public final class FunctionDirectory {

    private static final int MOST_ENTRIES = 20_000;
    private static final Duration UNUSED = Duration.ofMinutes(10);
    private static final Duration UNKNOWN = Duration.ofSeconds(1);

    private final FunctionLookup lookup;
    private final Executor executor = Executors.newVirtualThreadPerTaskExecutor();
    private final AsyncCache<Key, Optional<FunctionVersion>> known;

    FunctionDirectory(FunctionLookup lookup, Ticker ticker) {
        this.lookup = lookup;
        this.known = Caffeine.newBuilder()
                .maximumSize(MOST_ENTRIES)
                .expireAfter(new Life())
                .ticker(ticker)
                .executor(executor)
                .buildAsync();
    }

    /**
     * The version that a call of {@code name} runs.
     *
     * @param qualifier a version's number or {@code $LATEST}; null means the latter
     * @return completed already if it is in memory; fails with a {@link MillirunException} if it has to be read and the
     *     database is away
     */
    public CompletionStage<Optional<FunctionVersion>> resolve(
            TenantId tenant, FunctionName name, @Nullable String qualifier) {
        OptionalInt number = number(qualifier);
        if (number.isEmpty()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return known.get(
                new Key(tenant, name, number.getAsInt()),
                (key, _) -> CompletableFuture.supplyAsync(() -> read(key), executor));
    }

    private Optional<FunctionVersion> read(Key key) {
        try {
            return lookup.find(key.tenant(), key.name(), key.number());
        } catch (DataAccessException away) {
            throw new MillirunException(
                    Fault.DEPENDENCY, "ServiceException", "The function cannot be looked up at the moment.", away);
        }
    }

    private static OptionalInt number(@Nullable String qualifier) {
        if (qualifier == null || qualifier.equals(FunctionVersion.LATEST)) {
            return OptionalInt.of(VersionRow.LATEST);
        }
        return qualifier.matches("[1-9][0-9]{0,8}") ? OptionalInt.of(Integer.parseInt(qualifier)) : OptionalInt.empty();
    }

    /** After a change by this process, so that whoever made it calls what they deployed. */
    @TransactionalEventListener
    void onChange(FunctionChanged change) {
        forgetUnless(version -> !version.function().equals(change.function()));
    }

    /** Forgets who was unknown and what is being read: something was created or changed meanwhile. */
    void forgetStrangers() {
        forgetUnless(_ -> true);
    }

    private void forgetUnless(Predicate<FunctionVersion> stays) {
        known.asMap().forEach((key, version) -> {
            boolean isKnown = version.isDone() && !version.isCompletedExceptionally();
            if (!isKnown || version.join().filter(stays).isEmpty()) {
                known.asMap().remove(key, version);
            }
        });
    }

    /** Compares everything known here and everything that {@code engine} runs with the database. */
    void verify(FunctionListener engine) {
        Map<Key, Optional<FunctionVersion>> held =
                Map.copyOf(known.synchronous().asMap());
        Set<UUID> running = Set.copyOf(engine.revisionsInUse());
        Set<UUID> all = new HashSet<>(running);
        held.values().forEach(version -> version.map(FunctionVersion::revision).ifPresent(all::add));
        Set<UUID> deployed = lookup.deployed(all);
        held.forEach((key, version) -> {
            if (version.isPresent() && !deployed.contains(version.get().revision())) {
                known.synchronous().asMap().remove(key, version);
            }
        });
        running.stream().filter(revision -> !deployed.contains(revision)).forEach(engine::superseded);
    }

    /** Versions live while they are called; that there is none is believed for a second, however often it is asked. */
    private static final class Life implements Expiry<Key, Optional<FunctionVersion>> {

        @Override
        public long expireAfterCreate(Key key, Optional<FunctionVersion> version, long now) {
            return (version.isPresent() ? UNUSED : UNKNOWN).toNanos();
        }

        @Override
        public long expireAfterUpdate(Key key, Optional<FunctionVersion> version, long now, long left) {
            return expireAfterCreate(key, version, now);
        }

        @Override
        public long expireAfterRead(Key key, Optional<FunctionVersion> version, long now, long left) {
            return version.isPresent() ? UNUSED.toNanos() : left;
        }
    }

    private record Key(TenantId tenant, FunctionName name, int number) {}
}
