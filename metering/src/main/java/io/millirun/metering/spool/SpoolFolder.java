package io.millirun.metering.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segments of a spool on disk. The newest file always stays, so that numbers never start again while the spool keeps
 * its identity; a folder without segments gets a new one.
 */
final class SpoolFolder implements Closeable {

    private static final Logger log = LoggerFactory.getLogger(SpoolFolder.class);

    private final Path directory;
    private final FileChannel lock;
    private final UUID spool;
    private final long lastNumber;
    private final TreeMap<Long, SealedSegment> sealed = new TreeMap<>();
    private volatile long bytes;

    private SpoolFolder(Path directory, FileChannel lock) throws IOException {
        this.directory = directory;
        this.lock = lock;
        UUID found = null;
        long last = 0;
        for (SegmentFile file : SegmentFile.in(directory)) {
            long before = Files.size(file.path());
            SealedSegment segment = SealedSegment.repair(file);
            if (segment.length() < before) {
                log.info("{}: cut off {} bytes of a torn write", file.path(), before - segment.length());
            }
            found = segment.spool().orElse(found);
            last = file.number();
            add(segment);
        }
        this.spool = found == null ? UUID.randomUUID() : found;
        this.lastNumber = last;
    }

    static SpoolFolder open(Path directory) throws IOException {
        Files.createDirectories(directory);
        FileChannel lock =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (lock.tryLock() == null) {
                throw new IOException("another process uses this folder");
            }
            return new SpoolFolder(directory, lock);
        } catch (IOException failed) {
            try (lock) {
                throw failed;
            }
        } catch (OverlappingFileLockException sameProcess) {
            try (lock) {
                throw new IOException("this process uses this folder already", sameProcess);
            }
        }
    }

    /** Identity of the spool, from its segments' headers. */
    UUID spool() {
        return spool;
    }

    /** The first number that no segment found at opening has. */
    long nextNumber() {
        return lastNumber + 1;
    }

    Segment create(long number, Instant now) throws IOException {
        return Segment.create(SegmentFile.of(directory, number), spool, now);
    }

    synchronized void add(SealedSegment segment) {
        sealed.put(segment.file().number(), segment);
        bytes += segment.length();
    }

    synchronized Collection<SealedSegment> sealed() {
        return List.copyOf(sealed.values());
    }

    /** Bytes of the sealed segments. */
    long bytes() {
        return bytes;
    }

    /** The next records from {@code position} on, never of two segments at once; {@code active} is read last. */
    SpoolBatch read(SpoolPosition position, SealedSegment active, int most) throws IOException {
        for (SealedSegment segment : sealedFrom(position.segment())) {
            SpoolBatch batch = segment.read(offset(position, segment), most);
            if (!batch.isEmpty()) {
                return batch;
            }
        }
        return active.read(offset(position, active), most);
    }

    private static long offset(SpoolPosition position, SealedSegment segment) {
        return segment.file().number() == position.segment() ? position.offset() : 0;
    }

    private synchronized List<SealedSegment> sealedFrom(long number) {
        return List.copyOf(sealed.tailMap(number).values());
    }

    /** Deletes the sealed segments that lie wholly before {@code position}. */
    void deleteUntil(SpoolPosition position) throws IOException {
        for (Optional<SealedSegment> first = firstBefore(position); first.isPresent(); first = firstBefore(position)) {
            Files.deleteIfExists(first.get().file().path());
            remove(first.get());
        }
    }

    private synchronized Optional<SealedSegment> firstBefore(SpoolPosition position) {
        return Optional.ofNullable(sealed.firstEntry())
                .map(entry -> entry.getValue())
                .filter(segment -> segment.file().number() < position.segment()
                        || (segment.file().number() == position.segment() && segment.length() <= position.offset()));
    }

    private synchronized void remove(SealedSegment segment) {
        sealed.remove(segment.file().number());
        bytes -= segment.length();
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
