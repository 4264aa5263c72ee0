package io.millirun.runtimemanager.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Which Millirun the containers of this engine belong to: kept in the data folder, so that two on one machine do not sweep
 * each other's.
 *
 * @param name eight hexadecimal digits
 */
record Installation(String name) {

    /** Reads the name from {@code data}, or makes one and keeps it there. */
    static Installation of(Path data) {
        Path file = data.resolve("installation");
        try {
            if (Files.notExists(file)) {
                Files.createDirectories(data);
                Files.writeString(
                        file,
                        HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt()) + "\n");
            }
            return new Installation(Files.readString(file).strip());
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read or write " + file, failed);
        }
    }
}
