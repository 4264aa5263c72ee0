package io.millirun.runtimemanager.logs;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.InvocationId;
import io.millirun.kernel.TenantId;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A part of the output of one call.
 *
 * @param part its place among the call's parts
 * @param version {@code $LATEST} or a number
 * @param cut whether output beyond the limit of a call was dropped
 * @param dropped whether this part's output was dropped, because more was printed than could be kept
 * @param summary how the call went, with its last part; null with all others
 */
public record LogPart(
        TenantId tenant,
        FunctionId function,
        InvocationId id,
        int part,
        Kind kind,
        String version,
        Buffer output,
        boolean cut,
        boolean dropped,
        @Nullable CallSummary summary) {

    /** The place of the part that a call ends with. Parts printed after the answer come after it. */
    public static final int END = 1_000_000;

    /** When a part was printed. */
    public enum Kind {
        /** While the call ran. */
        RUNNING,
        /** Until the call ended. */
        END,
        /** After the answer: work that the code left behind. */
        LATE
    }

    /** Bytes that it takes up, about. */
    int weight() {
        return output.length() + 256;
    }

    /** The same without its output, which could not be kept. */
    LogPart withoutOutput() {
        return new LogPart(tenant, function, id, part, kind, version, Buffer.buffer(), cut, true, summary);
    }
}
