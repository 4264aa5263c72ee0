package io.millirun.runtimemanager.builds;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Port to what runs builds, apart from each other and from everything else, and knows container images. */
public interface BuildSandbox {

    /**
     * Runs one build and returns when it has ended, however it did.
     *
     * @param input what its standard input gets
     * @param result what gets its standard output
     * @param log gets what it prints, as it comes
     * @param wanted asked every second; the build is stopped once it says no
     */
    Ending run(Order order, InputStream input, OutputStream result, Consumer<String> log, BooleanSupplier wanted);

    /** What the image called {@code name} is; fetches it if need be and allowed. */
    ImageFinding image(String name, boolean fetch, Duration patience, Consumer<String> log);

    /**
     * What to run.
     *
     * @param id unique, for its name
     * @param command of the image's
     */
    record Order(
            String id,
            String image,
            java.util.List<String> command,
            long memoryBytes,
            long diskBytes,
            double cpus,
            int pids,
            Duration timeout) {}

    /** How a build ended. */
    sealed interface Ending {

        record Exited(int code) implements Ending {}

        record OutOfMemory() implements Ending {}

        record TimedOut() implements Ending {}

        /** Nobody wanted it any more. */
        record Stopped() implements Ending {}
    }

    /** What is known of an image. */
    sealed interface ImageFinding {

        /**
         * It is in the engine.
         *
         * @param digest of its content, 64 hexadecimal digits
         */
        record Found(String digest) implements ImageFinding {}

        /** It is not, and cannot be had. */
        record Missing(String reason) implements ImageFinding {}
    }
}
