package io.millirun.metering.spool;

import io.millirun.metering.UsageRecord;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A segment as a reader sees it: what lies before {@code length} does not change any more.
 *
 * @param length bytes with header
 * @param records intact records in it
 */
record SealedSegment(SegmentFile file, long length, long records) {

    private static final int CHUNK = 1 << 20;

    /** Opens an earlier process's segment: counts its records and cuts off what a torn write left at its end. */
    static SealedSegment repair(SegmentFile file) throws IOException {
        try (RandomAccessFile segment = new RandomAccessFile(file.path().toFile(), "rw")) {
            SealedSegment found = new SealedSegment(file, segment.length(), 0);
            long offset = Math.min(Segment.HEADER_BYTES, found.length);
            long intactEnd = offset;
            long records = 0;
            while (offset < found.length) {
                Chunk chunk = found.chunk(offset, Integer.MAX_VALUE);
                records += chunk.records.size();
                intactEnd = chunk.records.isEmpty() ? intactEnd : chunk.intactEnd;
                offset = chunk.end;
            }
            if (intactEnd < found.length) {
                segment.setLength(intactEnd);
                segment.getFD().sync();
            }
            return new SealedSegment(file, intactEnd, records);
        }
    }

    /** The id of the spool that wrote this segment; empty if it stopped before it had written that. */
    Optional<UUID> spool() throws IOException {
        ByteBuffer header = bytes(0, Segment.HEADER_BYTES);
        return header.limit() == Segment.HEADER_BYTES && header.getLong() == Segment.MAGIC
                ? Optional.of(new UUID(header.getLong(), header.getLong()))
                : Optional.empty();
    }

    /** Bytes without the header. */
    long payloadBytes() {
        return Math.max(0, length - Segment.HEADER_BYTES);
    }

    /** Number of intact records before {@code offset}. */
    long recordsBefore(long offset) throws IOException {
        SealedSegment head = new SealedSegment(file, Math.min(offset, length), records);
        long count = 0;
        long at = Segment.HEADER_BYTES;
        while (at < head.length) {
            Chunk chunk = head.chunk(at, Integer.MAX_VALUE);
            count += chunk.records.size();
            at = chunk.end;
        }
        return count;
    }

    /** At most {@code most} records from {@code offset} on; empty at the end. */
    SpoolBatch read(long offset, int most) throws IOException {
        long from = Math.max(offset, Segment.HEADER_BYTES);
        if (from >= length) {
            return new SpoolBatch(List.of(), 0, 0, Instant.EPOCH, new SpoolPosition(file.number(), offset));
        }
        Chunk chunk = chunk(from, most);
        return new SpoolBatch(
                chunk.records,
                chunk.unreadable,
                chunk.end - from,
                chunk.lastAppendedAt,
                new SpoolPosition(file.number(), chunk.end));
    }

    private Chunk chunk(long offset, int most) throws IOException {
        ByteBuffer buffer = bytes(offset, CHUNK);
        boolean last = offset + buffer.limit() >= length;
        Chunk chunk = new Chunk(offset);
        int position = 0;
        while (position < buffer.limit() && chunk.records.size() < most) {
            int frame = Frame.intactAt(buffer, position);
            if (frame > 0) {
                chunk.add(buffer, position, frame);
                position += frame;
            } else if (!last && buffer.limit() - position < Frame.MOST_BYTES) {
                break;
            } else {
                int next = Frame.nextIntactAfter(buffer, position);
                if (!last) {
                    next = Math.min(next, Math.max(position + 1, buffer.limit() - Frame.MOST_BYTES));
                }
                chunk.unreadable += next - position;
                position = next;
            }
        }
        chunk.end = offset + position;
        return chunk;
    }

    private ByteBuffer bytes(long offset, int most) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file.path().toFile(), "r")) {
            byte[] bytes = new byte[Math.clamp(Math.min(length, in.length()) - offset, 0, most)];
            in.seek(offset);
            in.readFully(bytes);
            return ByteBuffer.wrap(bytes);
        }
    }

    /** What one read found. */
    private static final class Chunk {

        private final long start;
        private final List<UsageRecord> records = new ArrayList<>();
        private Instant lastAppendedAt = Instant.EPOCH;
        private long unreadable;
        private long intactEnd;
        private long end;

        private Chunk(long start) {
            this.start = start;
            this.intactEnd = start;
        }

        private void add(ByteBuffer buffer, int position, int frame) {
            records.add(Frame.read(buffer, position, frame));
            lastAppendedAt = Frame.appendedAt(buffer, position);
            intactEnd = start + position + frame;
        }
    }
}
