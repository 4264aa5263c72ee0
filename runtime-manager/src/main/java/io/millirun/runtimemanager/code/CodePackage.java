package io.millirun.runtimemanager.code;

import java.io.IOException;
import java.io.UncheckedIOException;
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
