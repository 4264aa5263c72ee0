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
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
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
    private final AsyncCache<Key, Optional<Resolution>> known;
    private final AsyncCache<String, Optional<UrlOwner>> urls;

    FunctionDirectory(FunctionLookup lookup, Ticker ticker) {
        this.lookup = lookup;
        this.known = Caffeine.newBuilder()
                .maximumSize(MOST_ENTRIES)
                .expireAfter(new Life<Key, Resolution>())
                .ticker(ticker)
                // Its upkeep is short, and handing it to another thread is not; what blocks brings its own executor.
                .executor(Runnable::run)
                .buildAsync();
        this.urls = Caffeine.newBuilder()
                .maximumSize(MOST_ENTRIES)
                .expireAfter(new Life<String, UrlOwner>())
                .ticker(ticker)
                .executor(Runnable::run)
                .buildAsync();
    }

    /**
     * The version that a call of {@code name} runs; of an alias with two versions, one of them by chance.
     *
     * @param qualifier an alias, a version's number or {@code $LATEST}; null and empty mean the latter
     * @return completed already if it is in memory; fails with a {@link MillirunException} if it has to be read and the
     *     database is away
     */
    public CompletionStage<Optional<FunctionVersion>> resolve(
            TenantId tenant, FunctionName name, @Nullable String qualifier) {
        String asked = qualifier == null || qualifier.equals(FunctionVersion.LATEST) ? "" : qualifier;
        return known.get(
                        new Key(tenant, name, asked),
                        (key, _) -> read(() -> lookup.find(key.tenant(), key.name(), key.qualifier())))
                .thenApply(Resolution::pick);
    }

    /** Whose the function URL with this opaque id is; as {@link #resolve}. */
    public CompletionStage<Optional<UrlOwner>> owner(String urlId) {
        return urls.get(urlId, (key, _) -> read(() -> lookup.owner(key)));
    }

    private <T> CompletableFuture<Optional<T>> read(Supplier<Optional<T>> question) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return question.get();
                    } catch (DataAccessException away) {
                        throw new MillirunException(
                                Fault.DEPENDENCY,
                                "ServiceException",
                                "The function cannot be looked up at the moment.",
                                away);
                    }
                },
                executor);
    }

    /** After a change by this process, so that whoever made it calls what they deployed. */
    @TransactionalEventListener
    void onChange(FunctionChanged change) {
        forget(known, resolution -> !resolution.first().function().equals(change.function()));
        forget(urls, owner -> !owner.tenant().equals(change.tenant()));
    }

    /** Forgets who was unknown and what is being read: something was created or changed meanwhile. */
    void forgetStrangers() {
        forget(known, _ -> true);
        forget(urls, _ -> true);
    }

    /** Tells {@code engine} what code a function that has changed runs now. */
    void announce(FunctionChanged change, FunctionListener engine) {
        lookup.code(change.tenant(), change.function()).ifPresent(engine::deployed);
    }

    private static <K, T> void forget(AsyncCache<K, Optional<T>> cache, Predicate<T> stays) {
        cache.asMap().forEach((key, value) -> {
            boolean isKnown = value.isDone() && !value.isCompletedExceptionally();
            if (!isKnown || value.join().filter(stays).isEmpty()) {
                cache.asMap().remove(key, value);
            }
        });
    }

    /** Compares everything known here and everything that {@code engine} runs with the database. */
    void verify(FunctionListener engine) {
        Map<Key, Optional<Resolution>> held = Map.copyOf(known.synchronous().asMap());
        Map<String, Optional<UrlOwner>> heldUrls = Map.copyOf(urls.synchronous().asMap());
        Set<UUID> states = new HashSet<>();
        held.values().forEach(found -> found.map(Resolution::state).ifPresent(states::add));
        heldUrls.values().forEach(found -> found.map(UrlOwner::state).ifPresent(states::add));
        Set<UUID> running = Set.copyOf(engine.revisionsInUse());
        Set<UUID> current = lookup.current(states);
        drop(known, held, Resolution::state, current);
        drop(urls, heldUrls, UrlOwner::state, current);
        Set<UUID> deployed = lookup.deployed(running);
        running.stream().filter(revision -> !deployed.contains(revision)).forEach(engine::superseded);
    }

    private static <K, T> void drop(
            AsyncCache<K, Optional<T>> cache, Map<K, Optional<T>> held, Function<T, UUID> state, Set<UUID> current) {
        held.forEach((key, found) -> {
            if (found.isPresent() && !current.contains(state.apply(found.get()))) {
                cache.synchronous().asMap().remove(key, found);
            }
        });
    }

    /** What is there lives while it is called; that there is none is believed for a second, however often it is asked. */
    private static final class Life<K, T> implements Expiry<K, Optional<T>> {

        @Override
        public long expireAfterCreate(K key, Optional<T> found, long now) {
            return (found.isPresent() ? UNUSED : UNKNOWN).toNanos();
        }

        @Override
        public long expireAfterUpdate(K key, Optional<T> found, long now, long left) {
            return expireAfterCreate(key, found, now);
        }

        @Override
        public long expireAfterRead(K key, Optional<T> found, long now, long left) {
            return found.isPresent() ? UNUSED.toNanos() : left;
        }
    }

    private record Key(TenantId tenant, FunctionName name, String qualifier) {}
}
