package io.millirun.runtimemanager.cgroup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Reads and writes the small files by which the kernel shows and takes its settings. */
final class KernelFile {

    private KernelFile() {}

    /** Writes {@code value} in one system call; a file of a process that has gone is ignored. */
    static void write(Path file, String value) {
        try {
            Files.writeString(file, value, StandardOpenOption.WRITE);
        } catch (NoSuchFileException _) {
            // the container ended in between; its end is noticed elsewhere
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot write " + value + " to " + file, failed);
        }
    }

    /** The whole text, empty if the file has gone with its process. */
    static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.US_ASCII);
        } catch (IOException _) {
            return "";
        }
    }

    /** The number after {@code key} on the line that begins with it, or {@code otherwise} if there is no such line. */
    static long valueOf(String text, String key, long otherwise) {
        return text.lines()
                .filter(line -> line.startsWith(key)
                        && line.length() > key.length()
                        && !Character.isLetterOrDigit(line.charAt(key.length()))
                        && line.charAt(key.length()) != '_')
                .map(line -> line.substring(key.length()).replaceAll("[^0-9-]", ""))
                .filter(digits -> !digits.isEmpty())
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(otherwise);
    }
}
