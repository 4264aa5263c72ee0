package io.millirun.runtimemanager.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millirun.kernel.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeBundlesTests {

    private static final TenantId TENANT = TenantId.next();
    private static final long LIMIT = 10_000;

    @TempDir
    private Path root;

    private final AtomicLong nanos = new AtomicLong(1_000_000_000_000L);
    private final MemoryPackages store = new MemoryPackages();
    private final CodePackages packages = new CodePackages(store);
    private CodeBundles bundles;

    @BeforeEach
    void open() {
        bundles = new CodeBundles(store, new BundleFolder(root, LIMIT, nanos::get));
    }

    @Test
    void aBundleHasTheFilesEndToEnd() throws Exception {
        byte[] script = {'#', '!'};
        String digest = keep(packages.ofZip(
                Zips.zip().file("a.txt", "alpha").file("bin/run", 0755, script).link("run", "bin/run").stream()));

        CodeBundle bundle = bundle(digest);

        assertThat(bundle.files())
                .containsExactly(
                        new CodeBundle.File("a.txt", 0644, 5, null),
                        new CodeBundle.File("bin/run", 0755, 2, null),
                        new CodeBundle.File("run", 0755, 0, "bin/run"));
        assertThat(Files.readString(bundle.contents())).isEqualTo("alpha#!");
        assertThat(bundle.length()).isEqualTo(7);
    }

    @Test
    void laterLayersCoverEarlierOnesBesideTheCode() throws Exception {
        String code = keep(packages.ofSources(Map.of("index.mjs", "code")));
        String first = keep(packages.ofZip(
                Zips.zip().file("nodejs/a.js", "old").file("data", "was a file").file("lib/x.so", "x").stream()));
        String second =
                keep(packages.ofZip(Zips.zip()
                        .file("nodejs/a.js", "newer")
                        .file("data/part", "is a folder")
                        .link("lib", "elsewhere")
                        .stream()));

        CodeBundle bundle = bundles.of(TENANT, code, List.of(first, second))
                .toCompletableFuture()
                .get();

        assertThat(bundle.files())
                .containsExactly(
                        new CodeBundle.File("index.mjs", 0644, 4, null),
                        new CodeBundle.File("/opt/data/part", 0644, 11, null),
                        new CodeBundle.File("/opt/lib", 0755, 0, "elsewhere"),
                        new CodeBundle.File("/opt/nodejs/a.js", 0644, 5, null));
        assertThat(Files.readString(bundle.contents())).isEqualTo("codeis a foldernewer");
        assertThat(bundle.length()).isEqualTo(20);
        assertThat(bundles.of(TENANT, code, List.of(second, first))
                        .toCompletableFuture()
                        .get()
                        .digest())
                .isNotEqualTo(bundle.digest());
    }

    @Test
    void codeAndLayersTogetherHaveALimit() {
        String big = keep(packages.ofZip(Zips.zip().zeros("zeros", 130L << 20).stream()));

        assertThatThrownBy(() -> bundles.of(TENANT, big, List.of(big))
                        .toCompletableFuture()
                        .get())
                .rootCause()
                .isInstanceOf(InvalidPackageException.class)
                .hasMessageContaining("250 MB");
    }

    @Test
    void whatIsKnownIsThereAtOnce() {
        String digest = keep(packages.ofSources(Map.of("a.js", "1")));
        CodeBundle first = bundle(digest);

        CompletableFuture<CodeBundle> again = bundles.of(TENANT, digest).toCompletableFuture();

        assertThat(again).isCompletedWithValue(first);
    }

    @Test
    void callsAtTheSameTimeShareOneUnpacking() throws Exception {
        String digest = keep(packages.ofSources(Map.of("a.js", "1")));

        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<CodeBundle>> calls = IntStream.range(0, 200)
                    .mapToObj(_ -> callers.submit(() -> bundle(digest)))
                    .toList();
            for (Future<CodeBundle> call : calls) {
                assertThat(call.get().digest()).isEqualTo(digest);
            }
        }

        assertThat(store.reads).hasValue(1);
    }

    @Test
    void anotherProcessFindsWhatIsOnDisk() {
        String digest = keep(packages.ofSources(Map.of("a.js", "1")));
        CodeBundle first = bundle(digest);

        open();

        assertThat(bundle(digest)).isEqualTo(first);
        assertThat(store.reads).hasValue(1);
    }

    @Test
    void bundlesFromBeforeTheMachineStartedAreNotBelieved() throws Exception {
        String digest = keep(packages.ofSources(Map.of("a.js", "1")));
        Files.writeString(bundle(digest).contents(), "\0");
        Files.writeString(root.resolve(".boot"), "another");

        open();

        assertThat(onDisk()).isEmpty();
        assertThat(bundle(digest).contents()).hasContent("1");
    }

    @Test
    void whatWasFetchedAheadIsThereWhenItIsAskedFor() throws Exception {
        String digest = keep(packages.ofSources(Map.of("a.js", "1")));

        bundles.fetchAhead(TENANT, digest, List.of());

        await().until(() -> onDisk().equals(List.of(digest)));
        bundle(digest);
        assertThat(store.reads).hasValue(1);
    }

    @Test
    void aTruncatedBundleIsUnpackedAgain() throws Exception {
        String digest = keep(packages.ofSources(Map.of("a.js", "123")));
        Files.writeString(bundle(digest).contents(), "1");

        open();

        assertThat(Files.readString(bundle(digest).contents())).isEqualTo("123");
    }

    @Test
    void leftoversOfAKilledProcessGo() throws Exception {
        Files.createDirectories(root.resolve(".unfinished-1/sub"));

        open();

        assertThat(onDisk()).isEmpty();
        String digest = keep(packages.ofSources(Map.of("a.js", "1")));
        assertThat(bundle(digest).contents()).hasContent("1");
    }

    @Test
    void theLongestUnusedGoWhenThereIsNoRoom() throws Exception {
        String oldest = large("1");
        String used = large("2");
        bundle(oldest);
        nanos.addAndGet(1);
        bundle(used);
        nanos.addAndGet(BundleFolder.GRACE.toNanos() + 1);
        bundle(used);

        String newest = large("3");
        bundle(newest);

        assertThat(onDisk()).containsExactlyInAnyOrder(used, newest);
        assertThat(bundle(oldest).contents()).exists();
    }

    @Test
    void whatWasAskedForJustNowStaysEvenBeyondTheLimit() throws Exception {
        List<String> digests = Stream.of("1", "2", "3", "4").map(this::large).toList();

        digests.forEach(this::bundle);

        assertThat(onDisk()).containsExactlyInAnyOrderElementsOf(digests);
    }

    @Test
    void aPackageThatIsNotThereFailsTheCallAndIsAskedForAgain() {
        String digest = "0".repeat(64);
        assertThat(bundles.of(TENANT, digest).toCompletableFuture())
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withMessageContaining("not in the store");

        // The cache drops a failure right after it is known.
        await().untilAsserted(() -> {
            bundles.of(TENANT, digest)
                    .toCompletableFuture()
                    .handle((_, _) -> "")
                    .join();
            assertThat(store.reads).hasValueGreaterThan(1);
        });
    }

    private String large(String seed) {
        return keep(packages.ofSources(Map.of("a.txt", seed.repeat(4_000))));
    }

    private List<String> onDisk() throws IOException {
        try (Stream<Path> folders = Files.list(root)) {
            return folders.map(folder -> folder.getFileName().toString())
                    .filter(name -> !name.equals(".boot"))
                    .toList();
        }
    }

    private CodeBundle bundle(String digest) {
        return bundles.of(TENANT, digest).toCompletableFuture().join();
    }

    private String keep(CodePackage made) {
        try (CodePackage code = made) {
            packages.keep(TENANT, code);
            return code.digest();
        }
    }
}
