package io.millirun.metering.ingest;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Collects the small values of a binary {@code COPY} into large writes. */
final class CopyBuffer {

    private final OutputStream out;
    private final byte[] bytes = new byte[64 * 1024];
    private final ByteBuffer buffer = ByteBuffer.wrap(bytes);

    CopyBuffer(OutputStream out) {
        this.out = out;
    }

    CopyBuffer int1(int value) throws IOException {
        room(1).put((byte) value);
        return this;
    }

    CopyBuffer int2(int value) throws IOException {
        room(2).putShort((short) value);
        return this;
    }

    CopyBuffer int4(int value) throws IOException {
        room(4).putInt(value);
        return this;
    }

    CopyBuffer int8(long value) throws IOException {
        room(8).putLong(value);
        return this;
    }

    /** At most as many bytes as the buffer holds. */
    CopyBuffer raw(byte[] value) throws IOException {
        room(value.length).put(value);
        return this;
    }

    void flush() throws IOException {
        out.write(bytes, 0, buffer.position());
        buffer.clear();
    }

    private ByteBuffer room(int wanted) throws IOException {
        if (buffer.remaining() < wanted) {
            flush();
        }
        return buffer;
    }
}
