package io.millirun.runtimemanager.code;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** Code that was checked and can be deployed; lies in a temporary file until closed. */
public final class CodePackage implements AutoCloseable {

    private final Path file;
    private final String digest;
    private final long size;
    private final long unpackedSize;
    private final Set<String> paths;

    CodePackage(Path file, String digest, long size, long unpackedSize, Set<String> paths) {
        this.file = file;
        this.digest = digest;
        this.size = size;
        this.unpackedSize = unpackedSize;
        this.paths = Set.copyOf(paths);
    }

    /** SHA-256 of the bytes as uploaded, in lower-case hexadecimal. */
    public String digest() {
        return digest;
    }

    /** Size as uploaded, in bytes. */
    public long size() {
        return size;
    }

    /** Sum of its files' sizes, in bytes. */
    public long unpackedSize() {
        return unpackedSize;
    }

    /** Paths of its files and links. */
    public Set<String> paths() {
        return paths;
    }

    /** The text of one of its files; empty if it has no such file, or a large one. */
    public String text(String path) {
        try (PackageZip zip = PackageZip.open(file)) {
            for (PackageEntry entry : zip.entries()) {
                if (entry.path().equals(path) && entry.zipped().getSize() <= SourceReader.FILE_BYTES) {
                    ByteArrayOutputStream content = new ByteArrayOutputStream();
                    zip.copy(entry, content);
                    return content.toString(StandardCharsets.UTF_8);
                }
            }
            return "";
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    Path file() {
        return file;
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException stuck) {
            throw new UncheckedIOException(stuck);
        }
    }
}
