package io.millirun.runtimemanager.code;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.millirun.kernel.Fault;
import io.millirun.kernel.MillirunException;
import io.millirun.kernel.TenantId;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Code on its way to instances: fetched from the store and unpacked once per node, then from the local disk, with the
 * lists of recent ones in memory, so that a call for a known package completes on the spot.
 */
public final class CodeBundles {

    private static final Logger log = LoggerFactory.getLogger(CodeBundles.class);

    /** Files whose names are held in memory, over all bundles; some hundred bytes each. */
    private static final long FILES_IN_MEMORY = 200_000;

    private final PackageStore store;
    private final BundleFolder folder;
    private static final int MOST_AHEAD = 2;

    private final Semaphore ahead = new Semaphore(MOST_AHEAD);
    private final Executor executor = Executors.newVirtualThreadPerTaskExecutor();
    private final AsyncCache<String, CodeBundle> recent = Caffeine.newBuilder()
            .maximumWeight(FILES_IN_MEMORY)
            .weigher((String _, CodeBundle bundle) -> bundle.files().size())
            .executor(executor)
            .buildAsync();

    CodeBundles(PackageStore store, BundleFolder folder) {
        this.store = store;
        this.folder = folder;
    }

    /**
     * The bundle of a package. Its contents stay on disk for two minutes after this call at least, and for as long as
     * they are open.
     *
     * @param tenant the organization whose function runs it
     * @param digest the version's code digest
     * @return fails with a {@link MillirunException} if the package is not there or the store cannot be reached
     */
    public CompletionStage<CodeBundle> of(TenantId tenant, String digest) {
        // First touched, then looked up: what was touched is not removed meanwhile.
        folder.touch(digest);
        return recent.get(digest, (_, _) -> CompletableFuture.supplyAsync(() -> load(tenant, digest), executor));
    }

    /**
     * The bundle of a package and of the layers over which it runs: the later a layer, the more it covers.
     *
     * @param layers digests of the layers' packages, in their order
     * @return as {@link #of(TenantId, String)}
     */
    public CompletionStage<CodeBundle> of(TenantId tenant, String digest, List<String> layers) {
        if (layers.isEmpty()) {
            return of(tenant, digest);
        }
        String all = together(digest, layers);
        folder.touch(all);
        return recent.get(
                all, (_, _) -> CompletableFuture.supplyAsync(() -> merge(tenant, all, digest, layers), executor));
    }

    /** Makes it likely that a bundle is here when it is asked for. Does nothing when many are being fetched. */
    public void fetchAhead(TenantId tenant, String digest, List<String> layers) {
        if (ahead.tryAcquire()) {
            of(tenant, digest, layers).whenComplete((_, failed) -> {
                ahead.release();
                if (failed != null) {
                    log.debug("code {} was not fetched ahead", digest, failed);
                }
            });
        }
    }

    private CodeBundle merge(TenantId tenant, String all, String digest, List<String> layers) {
        return folder.read(all).orElseGet(() -> {
            try {
                CodeBundle task = of(tenant, digest).toCompletableFuture().join();
                List<CodeBundle> over = layers.stream()
                        .map(layer -> of(tenant, layer).toCompletableFuture().join())
                        .toList();
                CodeBundle merged = folder.merge(all, task, over);
                folder.makeRoom(recent.synchronous()::invalidate);
                return merged;
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        });
    }

    /** A name for a package with these layers that no package has. */
    private static String together(String digest, List<String> layers) {
        MessageDigest name = Sha256.start();
        name.update(("layered\n" + digest + "\n" + String.join("\n", layers)).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(name.digest());
    }

    private CodeBundle load(TenantId tenant, String digest) {
        return folder.read(digest).orElseGet(() -> {
            try {
                CodeBundle unpacked = unpack(tenant, digest);
                folder.makeRoom(recent.synchronous()::invalidate);
                return unpacked;
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            } catch (DataAccessException away) {
                throw new MillirunException(
                        Fault.DEPENDENCY, "ServiceException", "The function's code cannot be fetched now.", away);
            }
        });
    }

    private CodeBundle unpack(TenantId tenant, String digest) throws IOException {
        Path file = Files.createTempFile("millirun-code", ".zip");
        try {
            try (DigestOutputStream out = new DigestOutputStream(Files.newOutputStream(file), Sha256.start())) {
                fetch(tenant, digest, out);
                if (!HexFormat.of().formatHex(out.getMessageDigest().digest()).equals(digest)) {
                    throw missing("The code package " + digest + " was changed in the store.");
                }
            }
            try (PackageZip zip = PackageZip.open(file)) {
                return folder.write(digest, zip);
            }
        } finally {
            Files.delete(file);
        }
    }

    private void fetch(TenantId tenant, String digest, OutputStream target) throws IOException {
        if (!store.read(tenant, digest, target)) {
            throw missing("The code package " + digest + " is not in the store.");
        }
    }

    private static MillirunException missing(String message) {
        return new MillirunException(Fault.PLATFORM, "ServiceException", message);
    }
}
