package io.millirun.runtimemanager.runtimes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millirun.runtimemanager.runtimes.ImageState.Available;
import io.millirun.runtimemanager.runtimes.ImageState.Building;
import io.millirun.runtimemanager.runtimes.ImageState.Unavailable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeImagesTests {

    private static final FunctionRuntime GOOD = runtime("good1");
    private static final FunctionRuntime BAD = runtime("bad1");

    @TempDir
    private Path directory;

    private final Set<String> engine = ConcurrentHashMap.newKeySet();
    private final Queue<String> seen = new ConcurrentLinkedQueue<>();

    @SuppressWarnings("NullAway.Init") // Each test starts its own.
    private RuntimeImages images;

    /** A builder that says what the real one says, and "builds" by leaving a file. */
    @BeforeEach
    void writeBuilder() throws Exception {
        Path program = directory.resolve("build");
        Files.writeString(program, """
                #!/bin/sh
                cd "$(dirname "$0")"
                case $1 in
                  --image) echo "img/$2:1" ;;
                  bad1) echo "  E: a tool's own words"; echo "millirun: bad1: failed: the mirror does not answer" >&2; exit 1 ;;
                  *) echo "millirun: $1: step 1/2: getting packages"; echo "millirun: $1: ready"; echo x >> built-$1 ;;
                esac
                """);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterEach
    void stop() {
        images.stop();
    }

    @Test
    void anImageThatIsThereIsAvailableWithoutABuild() {
        engine.add("img/good1:1");

        start(true, GOOD);

        await().until(() -> images.image("good1").equals(Optional.of("img/good1:1")));
        assertThat(directory.resolve("built-good1")).doesNotExist();
        assertThat(images.unavailability("good1")).isEmpty();
    }

    @Test
    void oneThatCannotBeBuiltStopsNoOther() {
        start(true, BAD, GOOD);

        await().until(() -> images.available().contains("good1"));
        assertThat(images.states().get("bad1")).isInstanceOfSatisfying(Unavailable.class, state -> {
            assertThat(state.reason()).isEqualTo("the mirror does not answer");
            assertThat(state.remedy()).isEqualTo("runtimes/build bad1");
        });
        assertThat(images.unavailability("bad1"))
                .hasValueSatisfying(text -> assertThat(text).contains("the mirror does not answer"));
        assertThat(seen).contains("good1: step 1/2: getting packages");
    }

    @Test
    void aFailedBuildIsNotRepeatedAtOnceButItsImageIsFoundWhenSomebodyBuildsIt() {
        start(true, BAD);
        await().until(() -> images.states().get("bad1") instanceof Unavailable);

        engine.add("img/bad1:1");

        await().until(() -> images.available().contains("bad1"));
        assertThat(seen).filteredOn(line -> line.contains("looking")).hasSize(1);
    }

    @Test
    void withoutBuildingItOnlyLooks() {
        start(false, GOOD);
        await().until(() -> images.states().get("good1") instanceof Unavailable);
        assertThat(directory.resolve("built-good1")).doesNotExist();

        engine.add("img/good1:1");

        await().until(() -> images.states().get("good1") instanceof Available);
    }

    @Test
    void anImageThatVanishesIsBuiltAgain() throws Exception {
        start(true, GOOD);
        await().until(() -> images.available().contains("good1"));

        Files.delete(directory.resolve("built-good1"));

        await().until(() -> Files.exists(directory.resolve("built-good1")));
        await().until(() ->
                seen.stream().filter(line -> line.contains("looking")).count() == 2);
    }

    @Test
    void anEngineThatDoesNotAnswerTakesNothingAway() {
        engine.add("img/good1:1");
        start(true, GOOD);
        await().until(() -> images.available().contains("good1"));

        engine.add("hangs");

        await().during(Duration.ofMillis(100)).until(() -> images.available().contains("good1"));
    }

    @Test
    void anImageThatGetsTheNameInAnUpdateIsUsedFromThenOn() {
        engine.add("img/good1:1");
        start(true, GOOD);
        await().until(() -> images.image("good1").equals(Optional.of("img/good1:1")));

        engine.add("updated");

        await().until(() -> images.image("good1").equals(Optional.of("img/good1:1 updated")));
        assertThat(images.available()).contains("good1");
    }

    private void start(boolean building, FunctionRuntime... runtimes) {
        images = new RuntimeImages(
                new RuntimeCatalogue(List.of(runtimes)),
                new ImageBuilder(directory, Duration.ofSeconds(10), Duration.ofSeconds(10)),
                image -> {
                    if (engine.contains("hangs")) {
                        throw new IllegalStateException("the engine does not answer");
                    }
                    return engine.contains(image) || built(image)
                            ? Optional.of(image + (engine.contains("updated") ? " updated" : ""))
                            : Optional.empty();
                },
                building,
                Duration.ofMillis(10),
                Duration.ofMinutes(1),
                List.of((runtime, state) -> {
                    if (state instanceof Building(String step, var _)) {
                        seen.add(runtime.name() + ": " + step);
                    }
                }),
                Clock.systemUTC());
        images.start();
    }

    private boolean built(String image) {
        return Files.exists(directory.resolve("built-" + image.substring(4, image.indexOf(':'))));
    }

    private static FunctionRuntime runtime(String name) {
        return new FunctionRuntime(name, name, null, "index.handler", null, null, List.of("js"), null, null, null);
    }
}
