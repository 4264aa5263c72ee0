package io.millirun.runtimemanager.instances;

import io.millirun.kernel.InvocationId;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What an instance prints, and whose it is. {@link #drain()} reads what the instance's processes had written before it is
 * called, so that a line printed just before an answer belongs to that answer's call. What is printed before the first call
 * belongs to it; what is printed between two calls, to the one that has ended.
 */
public final class InstanceLog {

    private final int limit;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream(512);
    private boolean cut;
    private int passedOn;
    private int parts;
    private @Nullable Owner owner;
    private boolean running;
    private Consumer<InstanceLog> source = _ -> {};

    private record Owner(FunctionVersion version, InvocationId id) {}

    /**
     * A piece of the output of one call.
     *
     * @param number how many pieces of the call came before it
     */
    public record Piece(FunctionVersion version, InvocationId id, int number, Buffer output, boolean cut) {}

    /**
     * All that a call printed.
     *
     * @param passedOn bytes of it that {@link #fresh} has given already
     */
    record Whole(Buffer output, int passedOn, boolean cut) {}

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

    /** {@code call} is about to be delivered; returns what was printed since the call before it had ended. */
    synchronized Optional<Piece> begin(Call call) {
        Optional<Piece> late = late();
        owner = new Owner(call.version(), call.id());
        running = true;
        parts = 0;
        return late;
    }

    /** What was printed since the last call had ended, if one has. */
    synchronized Optional<Piece> late() {
        if (owner == null || running) {
            return Optional.empty();
        }
        drain();
        if (kept.size() == 0) {
            return Optional.empty();
        }
        var piece = new Piece(owner.version(), owner.id(), parts++, Buffer.buffer(kept.toByteArray()), cut);
        reset();
        return Optional.of(piece);
    }

    /** The whole lines that {@code call}, which runs, has printed since this was asked last. */
    public synchronized Optional<Piece> fresh(Call call) {
        if (owner == null || !running || !owner.id().equals(call.id())) {
            return Optional.empty();
        }
        drain();
        byte[] all = kept.toByteArray();
        int end = all.length;
        while (end > passedOn && all[end - 1] != '\n') {
            end--;
        }
        if (end == passedOn) {
            return Optional.empty();
        }
        Buffer output = Buffer.buffer(Arrays.copyOfRange(all, passedOn, end));
        passedOn = end;
        return Optional.of(new Piece(owner.version(), owner.id(), parts++, output, false));
    }

    /** {@code call} has ended: takes what it printed, after reading all that is there to be read. */
    synchronized Whole end(Call call) {
        drain();
        var whole = new Whole(Buffer.buffer(kept.toByteArray()), passedOn, cut);
        owner = new Owner(call.version(), call.id());
        running = false;
        parts = 0;
        reset();
        return whole;
    }

    private void reset() {
        kept.reset();
        passedOn = 0;
        cut = false;
    }
}
