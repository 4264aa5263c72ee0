package io.millirun.runtimemanager.instances;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/**
 * What an instance has printed and no call has taken yet, up to a limit. {@link #drain()} reads what the instance's
 * processes had written before it is called, so that a line printed just before an answer belongs to that answer's call.
 */
public final class InstanceLog {

    private final int limit;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream(512);
    private boolean cut;
    private Consumer<InstanceLog> source = _ -> {};

    /** @param limit bytes kept for one call */
    public InstanceLog(int limit) {
        this.limit = limit;
    }

    /** Connects the log to what reads from the instance; {@code reader} calls {@link #append} and must not block. */
    public synchronized void connect(Consumer<InstanceLog> reader) {
        source = reader;
    }

    /** Bytes kept for one call. */
    public int limit() {
        return limit;
    }

    /** Adds output; beyond the limit it is dropped and the log marked as cut. */
    public synchronized void append(byte[] bytes, int length) {
        int room = Math.min(length, limit - kept.size());
        kept.write(bytes, 0, Math.max(room, 0));
        cut |= room < length;
    }

    /** Reads all that is there to be read. */
    public synchronized void drain() {
        source.accept(this);
    }

    /** Whether output of the current call was dropped. */
    public synchronized boolean cut() {
        return cut;
    }

    /** Takes what was printed since the last taking, after a {@link #drain()}, and starts anew. */
    public synchronized byte[] take() {
        byte[] taken = kept.toByteArray();
        kept.reset();
        cut = false;
        return taken;
    }
}
