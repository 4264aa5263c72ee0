package io.millirun.metering.spool;

import io.millirun.metering.UsageRecord;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.zip.CRC32C;

/**
 * One record as it lies in a segment: length of the payload (4 bytes), CRC32C of length, time and payload (4), time of
 * the append in milliseconds since 1970 (8), payload.
 */
final class Frame {

    /** No frame is longer. */
    static final int MOST_BYTES = 16 + UsageCodec.MOST_BYTES;

    private static final int LENGTH = 0;
    private static final int CHECKSUM = 4;
    private static final int TIME = 8;
    private static final int PAYLOAD = 16;

    private Frame() {}

    /** Puts a frame at the start of {@code to}, which has an array, and leaves its limit at the frame's end. */
    static void write(UsageRecord usage, Instant appendedAt, ByteBuffer to) {
        to.clear().position(PAYLOAD);
        UsageCodec.encode(usage, to);
        to.flip();
        to.putInt(LENGTH, to.limit() - PAYLOAD);
        to.putLong(TIME, appendedAt.toEpochMilli());
        to.putInt(CHECKSUM, checksum(to, 0, to.limit()));
    }

    /** Length of the intact frame at {@code position}, or 0 where there is none. */
    static int intactAt(ByteBuffer buffer, int position) {
        if (buffer.limit() - position < PAYLOAD) {
            return 0;
        }
        int payload = buffer.getInt(position + LENGTH);
        if (payload <= 0 || payload > UsageCodec.MOST_BYTES || payload > buffer.limit() - position - PAYLOAD) {
            return 0;
        }
        int length = PAYLOAD + payload;
        return buffer.getInt(position + CHECKSUM) == checksum(buffer, position, length) ? length : 0;
    }

    /** Start of the next intact frame after {@code position}, or the buffer's limit where there is none. */
    static int nextIntactAfter(ByteBuffer buffer, int position) {
        int next = position + 1;
        while (next < buffer.limit() && intactAt(buffer, next) == 0) {
            next++;
        }
        return Math.min(next, buffer.limit());
    }

    /** When the intact frame at {@code position} was appended. */
    static Instant appendedAt(ByteBuffer buffer, int position) {
        return Instant.ofEpochMilli(buffer.getLong(position + TIME));
    }

    /** The record in the intact frame of {@code length} bytes at {@code position}. */
    static UsageRecord read(ByteBuffer buffer, int position, int length) {
        return UsageCodec.decode(buffer.slice(position + PAYLOAD, length - PAYLOAD));
    }

    private static int checksum(ByteBuffer frame, int position, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(frame.array(), frame.arrayOffset() + position, CHECKSUM);
        checksum.update(frame.array(), frame.arrayOffset() + position + TIME, length - TIME);
        return (int) checksum.getValue();
    }
}
