package io.millirun.runtimemanager.cgroup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Stream;

/**
 * What an instance keeps on its disk, seen through its first process (proc(5), {@code root}): files, and those that are
 * deleted and still open. The engine's volumes have no limit of their own on most file systems.
 */
final class ProcessDisk {

    private static final Path PROC = Path.of("/proc");

    /** So many files are too many, whatever is in them. */
    private static final int MOST_FILES = 200_000;

    private static final long TOO_MUCH = Long.MAX_VALUE / 4;

    private final Path root;
    private final Path members;

    /**
     * @param pid the instance's first process
     * @param members the {@code cgroup.procs} of its group
     */
    ProcessDisk(long pid, Path members) {
        this.root = PROC.resolve(Long.toString(pid)).resolve("root");
        this.members = members;
    }

    /** Bytes under {@code folder} of the instance. */
    long bytes(String folder) {
        var sum = new Sum();
        try {
            Files.walkFileTree(root.resolve(folder), sum);
        } catch (IOException _) {
            return sum.bytes; // it ended meanwhile
        }
        return sum.bytes;
    }

    /** Bytes of files without a name that its processes hold open. */
    long deletedBytes() {
        try (Stream<String> pids = Files.lines(members)) {
            return pids.mapToLong(pid -> deletedBytes(PROC.resolve(pid).resolve("fd")))
                    .sum();
        } catch (IOException | UncheckedIOException _) {
            return 0; // it ended meanwhile
        }
    }

    private static long deletedBytes(Path descriptors) {
        long bytes = 0;
        try (DirectoryStream<Path> open = Files.newDirectoryStream(descriptors)) {
            for (Path descriptor : open) {
                if (Files.readSymbolicLink(descriptor).toString().endsWith(" (deleted)")
                        && Files.isRegularFile(descriptor)) {
                    bytes += Files.size(descriptor);
                }
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException _) {
            return bytes; // it ended meanwhile
        }
        return bytes;
    }

    private static final class Sum extends SimpleFileVisitor<Path> {

        private long bytes;
        private int files;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            bytes += attributes.isRegularFile() ? attributes.size() : 0;
            files++;
            if (files > MOST_FILES) {
                bytes = TOO_MUCH;
                return FileVisitResult.TERMINATE;
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failed) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @org.jspecify.annotations.Nullable IOException failed) {
            return FileVisitResult.CONTINUE;
        }
    }
}
