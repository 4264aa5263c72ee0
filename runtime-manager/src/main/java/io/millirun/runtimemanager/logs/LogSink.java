package io.millirun.runtimemanager.logs;

import io.millirun.kernel.InvocationId;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.vertx.core.buffer.Buffer;

/** Takes what is to be kept of calls. Never blocks and never fails: a log is not worth delaying an answer for. */
@FunctionalInterface
public interface LogSink {

    /** Keeps {@code part}, or what there is room for. */
    void keep(LogPart part);

    /** A call has been let in with {@code event}, which is kept where the function's owner wants that. */
    default void received(FunctionVersion version, InvocationId id, Buffer event) {}
}
