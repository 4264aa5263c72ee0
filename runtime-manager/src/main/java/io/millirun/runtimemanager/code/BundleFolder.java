package io.millirun.runtimemanager.code;

import io.millirun.runtimemanager.code.CodeBundle.File;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Bundles on this node's disk, one folder per digest, bounded by size: the longest unused go first, but none that was
 * asked for within the last {@link #GRACE}. Whoever opens a bundle's contents in that time can read them to the end,
 * because an open file outlives its removal.
 */
final class BundleFolder {

    static final Duration GRACE = Duration.ofMinutes(2);

    private static final String CONTENTS = "contents";
    private static final String INDEX = "files.json";
    private static final String UNFINISHED = ".unfinished-";
    private static final String WRITTEN_IN = ".boot";
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private final Path root;
    private final long limit;
    private final LongSupplier nanos;
    private final JsonMapper json = new JsonMapper();
    private final Map<String, Held> held = new ConcurrentHashMap<>();
    private final AtomicLong serial = new AtomicLong();

    /**
     * Opens the folder with what an earlier process left in it.
     *
     * @param limit most bytes of contents to keep
     * @param nanos monotonic clock
     */
    BundleFolder(Path root, long limit, LongSupplier nanos) {
        this.root = root;
        this.limit = limit;
        this.nanos = nanos;
        try {
            Files.createDirectories(root);
            emptyAfterBoot();
            try (Stream<Path> found = Files.list(root)) {
                found.forEach(this::adopt);
            }
        } catch (IOException unusable) {
            throw new UncheckedIOException("The folder for unpacked code cannot be used: " + root, unusable);
        }
    }

    /** What was written before a power cut may not have reached the disk: bundles are not synced, and not kept over it. */
    private void emptyAfterBoot() throws IOException {
        String boot = Files.exists(BOOT_ID)
                ? Files.readString(BOOT_ID).strip()
                : UUID.randomUUID().toString();
        Path written = root.resolve(WRITTEN_IN);
        if (!Files.exists(written) || !Files.readString(written).equals(boot)) {
            try (Stream<Path> found = Files.list(root)) {
                found.forEach(BundleFolder::remove);
            }
            Files.writeString(written, boot);
        }
    }

    private void adopt(Path folder) {
        String name = folder.getFileName().toString();
        if (name.equals(WRITTEN_IN)) {
            return;
        }
        if (name.startsWith(UNFINISHED)) {
            remove(folder);
        } else {
            long longAgo = nanos.getAsLong() - GRACE.toNanos() - 1;
            held.put(name, new Held(size(folder.resolve(CONTENTS)), longAgo));
        }
    }

    /** Notes that a bundle is wanted now, so that it stays; false if it is not here. */
    boolean touch(String digest) {
        return held.computeIfPresent(digest, (_, had) -> new Held(had.bytes(), nanos.getAsLong())) != null;
    }

    /** A bundle that is here and whole. */
    Optional<CodeBundle> read(String digest) {
        if (!touch(digest)) {
            return Optional.empty();
        }
        Path folder = root.resolve(digest);
        try {
            List<File> files = List.of(json.readValue(Files.readAllBytes(folder.resolve(INDEX)), File[].class));
            long length = files.stream().mapToLong(File::size).sum();
            if (size(folder.resolve(CONTENTS)) == length) {
                return Optional.of(new CodeBundle(digest, files, folder.resolve(CONTENTS), length));
            }
        } catch (IOException | JacksonException _) {
            // As unusable as a truncated one.
        }
        discard(digest);
        return Optional.empty();
    }

    /** Unpacks {@code zip} into a new bundle. */
    CodeBundle write(String digest, PackageZip zip) throws IOException {
        return write(digest, contents -> {
            List<File> files = new ArrayList<>();
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(contents), 1 << 20);
            for (PackageEntry entry : zip.entries()) {
                long size = entry.link() == null ? zip.copy(entry, out) : 0;
                files.add(new File(entry.path(), entry.mode(), size, entry.link()));
            }
            out.flush();
            return files;
        });
    }

    /** A new bundle appears under its digest only when it is whole. */
    private CodeBundle write(String digest, Filling filling) throws IOException {
        Path unfinished = Files.createDirectory(newName());
        try {
            List<File> files;
            long length;
            try (FileChannel contents = FileChannel.open(
                    unfinished.resolve(CONTENTS), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                files = filling.into(contents);
                length = contents.size();
            }
            Files.write(unfinished.resolve(INDEX), json.writeValueAsBytes(files));
            Path folder = root.resolve(digest);
            Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
            held.put(digest, new Held(length, nanos.getAsLong()));
            return new CodeBundle(digest, files, folder.resolve(CONTENTS), length);
        } catch (IOException | RuntimeException failed) {
            remove(unfinished);
            throw failed;
        }
    }

    /** Lays {@code layers} over each other beside {@code task}; what a later one has covers what an earlier one has. */
    CodeBundle merge(String digest, CodeBundle task, List<CodeBundle> layers) throws IOException {
        LayeredFiles files = LayeredFiles.of(layers);
        if (task.length() + files.length() > PackageLimits.UNPACKED_BYTES) {
            throw InvalidPackageException.because("The code and its layers are larger than "
                    + PackageLimits.UNPACKED_BYTES / 1_048_576 + " MB when unpacked.");
        }
        return write(digest, contents -> {
            try (FileChannel own = FileChannel.open(task.contents(), StandardOpenOption.READ)) {
                copy(own, 0, task.length(), contents);
            }
            files.copyTo(contents);
            return Stream.concat(task.files().stream(), files.files().stream()).toList();
        });
    }

    /** Copies a piece of a file. */
    static void copy(FileChannel from, long position, long length, WritableByteChannel to) throws IOException {
        for (long done = 0; done < length; ) {
            long copied = from.transferTo(position + done, length - done, to);
            if (copied <= 0) {
                throw new EOFException("unpacked code ended too soon");
            }
            done += copied;
        }
    }

    /**
     * Removes the longest unused bundles until the rest fits.
     *
     * @param forget called for each before its files go
     */
    void makeRoom(Consumer<String> forget) {
        long now = nanos.getAsLong();
        long excess = held.values().stream().mapToLong(Held::bytes).sum() - limit;
        List<Map.Entry<String, Held>> oldestFirst = held.entrySet().stream()
                .sorted(Comparator.comparingLong(entry -> entry.getValue().usedAt() - now))
                .toList();
        for (Map.Entry<String, Held> entry : oldestFirst) {
            if (excess <= 0) {
                return;
            }
            String digest = entry.getKey();
            Path removed = newName();
            // Under the map's lock for this digest: nobody can ask for it between the look and the removal.
            boolean stays = held.computeIfPresent(digest, (_, had) -> {
                        if (nanos.getAsLong() - had.usedAt() <= GRACE.toNanos()) {
                            return had;
                        }
                        forget.accept(digest);
                        rename(root.resolve(digest), removed);
                        return null;
                    })
                    != null;
            if (!stays) {
                excess -= entry.getValue().bytes();
                remove(removed);
            }
        }
    }

    private void discard(String digest) {
        Path removed = newName();
        held.computeIfPresent(digest, (_, _) -> {
            rename(root.resolve(digest), removed);
            return null;
        });
        remove(removed);
    }

    private Path newName() {
        return root.resolve(UNFINISHED + serial.incrementAndGet());
    }

    private static void rename(Path from, Path to) {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException stuck) {
            throw new UncheckedIOException(stuck);
        }
    }

    private static void remove(Path folder) {
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException stuck) {
            throw new UncheckedIOException(stuck);
        }
    }

    private static long size(Path file) {
        try {
            return Files.exists(file) ? Files.size(file) : -1;
        } catch (IOException _) {
            return -1;
        }
    }

    /** Writes contents and tells their files. */
    private interface Filling {
        List<File> into(FileChannel contents) throws IOException;
    }

    /** A bundle on disk: its size, and when it was last asked for on the monotonic clock. */
    private record Held(long bytes, long usedAt) {}
}
