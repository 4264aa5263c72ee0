package io.millirun.runtimemanager.instances;

import io.millirun.kernel.InvocationId;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.trace.Trace;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One call on its way through the engine.
 *
 * @param payload the event as the handler gets it
 * @param clientContext JSON in ASCII, empty if none
 * @param trace the chain of calls, this one included
 * @param arrivedNanos when it was let in, monotonic clock
 * @param stream where an answer that is streamed goes; null if the caller wants the whole answer at once
 * @param ended told exactly once how it ended
 */
public record Call(
        InvocationId id,
        FunctionVersion version,
        Buffer payload,
        String clientContext,
        Trace trace,
        long arrivedNanos,
        @Nullable AnswerStream stream,
        Consumer<CallEnd> ended) {

    /** A call whose caller wants the whole answer at once. */
    public Call(
            InvocationId id,
            FunctionVersion version,
            Buffer payload,
            String clientContext,
            Trace trace,
            long arrivedNanos,
            Consumer<CallEnd> ended) {
        this(id, version, payload, clientContext, trace, arrivedNanos, null, ended);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Call call && call.id.equals(id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "Call[" + id + "]";
    }
}
