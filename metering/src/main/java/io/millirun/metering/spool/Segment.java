package io.millirun.metering.spool;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.UUID;

/**
 * The file that is being appended to. Not a {@link FileChannel}, which an interrupted thread would close for everyone.
 * Appends are guarded by the spool's lock, syncs by the segment's own, so that nobody appends behind a slow disk.
 */
final class Segment implements Closeable {

    /** First bytes of every segment; the spool's id follows. */
    static final long MAGIC = 0x4d522d5553414745L;

    /** Where the first record begins. */
    static final int HEADER_BYTES = 24;

    private final SegmentFile file;
    private final Instant createdAt;
    private final RandomAccessFile out;
    private final Object syncing = new Object();

    private volatile long length = HEADER_BYTES;
    private long records;
    private long synced = HEADER_BYTES;

    private Segment(SegmentFile file, Instant createdAt, RandomAccessFile out) {
        this.file = file;
        this.createdAt = createdAt;
        this.out = out;
    }

    /** Makes the file and its entry in the directory durable before any record goes in. */
    static Segment create(SegmentFile file, UUID spool, Instant now) throws IOException {
        RandomAccessFile out = new RandomAccessFile(file.path().toFile(), "rw");
        try {
            out.setLength(0);
            out.write(ByteBuffer.allocate(HEADER_BYTES)
                    .putLong(MAGIC)
                    .putLong(spool.getMostSignificantBits())
                    .putLong(spool.getLeastSignificantBits())
                    .array());
            out.getFD().sync();
            syncEntry(file.path());
            return new Segment(file, now, out);
        } catch (IOException failed) {
            try (out) {
                throw failed;
            }
        }
    }

    private static void syncEntry(Path path) throws IOException {
        Path directory = path.toAbsolutePath().getParent();
        if (directory != null) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** Appends a frame with one write; when that fails nothing of it stays. */
    void append(ByteBuffer frame) throws IOException {
        long end = length + frame.limit();
        try {
            out.write(frame.array(), frame.arrayOffset(), frame.limit());
        } catch (IOException failed) {
            out.setLength(length);
            out.seek(length);
            throw failed;
        }
        records++;
        length = end;
    }

    /** Makes what was appended up to {@code end} durable; threads that wait meanwhile share the next sync. */
    void sync(long end) throws IOException {
        synchronized (syncing) {
            if (synced < end) {
                long reached = length;
                out.getFD().sync();
                synced = reached;
            }
        }
    }

    long number() {
        return file.number();
    }

    long length() {
        return length;
    }

    Instant createdAt() {
        return createdAt;
    }

    /** What readers may see of the file now. */
    SealedSegment sealed() {
        return new SealedSegment(file, length, records);
    }

    /** Syncs what is not synced yet, then closes; nobody appends any more. */
    @Override
    public void close() throws IOException {
        synchronized (syncing) {
            try (out) {
                sync(length);
            }
        }
    }
}
