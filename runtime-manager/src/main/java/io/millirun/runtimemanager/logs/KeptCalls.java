package io.millirun.runtimemanager.logs;

import io.millirun.kernel.InvocationId;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.vertx.core.buffer.Buffer;

/** What is kept of calls: their output, and their events where that is wanted. */
record KeptCalls(LogQueue queue, EventCapture events) implements LogSink {

    @Override
    public void keep(LogPart part) {
        queue.keep(part);
    }

    @Override
    public void received(FunctionVersion version, InvocationId id, Buffer event) {
        events.received(version, id, event);
    }
}
