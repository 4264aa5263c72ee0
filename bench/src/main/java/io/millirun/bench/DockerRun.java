package io.millirun.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The baseline of cold starts: a container per call, made by the engine for it and removed after it. */
final class DockerRun {

    private DockerRun() {}

    /** Times {@code count} runs of the image's language that do nothing but print a line. */
    static Sample of(String name, String image, List<String> language, int count)
            throws IOException, InterruptedException {
        long[] nanos = new long[count];
        long begin = System.nanoTime();
        for (int i = 0; i < count; i++) {
            List<String> command = new ArrayList<>(
                    List.of("docker", "run", "--rm", "--memory", "128m", "--entrypoint", language.getFirst(), image));
            command.addAll(language.subList(1, language.size()));
            long start = System.nanoTime();
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + " failed");
            }
            nanos[i] = System.nanoTime() - start;
        }
        return new Sample(name, nanos, (System.nanoTime() - begin) / 1e9);
    }
}
