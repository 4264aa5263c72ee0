package io.millirun.runtimemanager.invocation;

import io.millirun.metering.Trigger;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.instances.AnswerStream;
import io.millirun.runtimemanager.trace.Trace;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * A call that has been let in.
 *
 * @param clientContext JSON in ASCII, empty if none
 * @param trace the chain of calls that led here, this one not included
 * @param stream where an answer that is streamed goes; null if the caller wants the whole answer at once
 */
public record Invocation(
        FunctionVersion version,
        Trigger trigger,
        Buffer payload,
        String clientContext,
        Trace trace,
        @Nullable AnswerStream stream) {

    /** A call whose caller wants the whole answer at once. */
    public Invocation(FunctionVersion version, Trigger trigger, Buffer payload, String clientContext, Trace trace) {
        this(version, trigger, payload, clientContext, trace, null);
    }
}
