package io.millirun.runtimemanager.builds;

import io.millirun.runtimemanager.code.CodePackages;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** What a build container gets: the source, the runtime's script, and what the operator lets builds know. */
final class BuildInput {

    /** Unpacks what follows on standard input, and goes on with the script in it. */
    static final List<String> COMMAND = List.of("/bin/sh", "-c", "tar -x -f - && exec /bin/sh ./build-source");

    private static final int PADDING = 1 << 16;
    private static final int EXECUTABLE = 0755;
    private static final int READABLE = 0644;

    private final CodePackages packages;
    private final Path runtimes;
    private final BuildProperties properties;

    BuildInput(CodePackages packages, Path runtimes, BuildProperties properties) {
        this.packages = packages;
        this.runtimes = runtimes;
        this.properties = properties;
    }

    /** Writes the tar for {@code build} into {@code file}. */
    void write(Build build, String runtime, String digest, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                TarArchiveOutputStream tar = CodePackages.tar(out)) {
            add(tar, "build-source", EXECUTABLE, Files.readAllBytes(runtimes.resolve("shared/build-source")));
            add(
                    tar,
                    "package",
                    EXECUTABLE,
                    Files.readAllBytes(runtimes.resolve(runtime).resolve("package")));
            settings(tar);
            packages.unpack(build.tenant(), digest, "source", tar);
            tar.finish();
            // Zeros after the end, which tar does not mind: the engine's client holds the last few kilobytes back.
            out.write(new byte[PADDING]);
        }
    }

    private void settings(TarArchiveOutputStream tar) throws IOException {
        String environment = properties.environment().entrySet().stream()
                .map(variable -> variable.getKey() + "=" + variable.getValue() + "\n")
                .collect(Collectors.joining());
        if (Files.isDirectory(properties.settings())) {
            try (Stream<Path> files = Files.list(properties.settings())) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    String name = String.valueOf(file.getFileName());
                    if (name.equals("environment")) {
                        environment = Files.readString(file) + "\n" + environment;
                    } else {
                        add(tar, "settings/" + name, READABLE, Files.readAllBytes(file));
                    }
                }
            }
        }
        add(tar, "settings/environment", READABLE, environment.getBytes(StandardCharsets.UTF_8));
    }

    private static void add(TarArchiveOutputStream tar, String name, int mode, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        entry.setMode(mode);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }
}
