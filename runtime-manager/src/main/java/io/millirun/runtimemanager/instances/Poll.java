package io.millirun.runtimemanager.instances;

import io.millirun.runtimemanager.functions.FunctionVersion;

/** A parked request of an instance: answering it is how work reaches the instance. Each is answered at most once. */
public interface Poll {

    /**
     * Answers with an assignment: code, environment and handler of {@code version}.
     *
     * @param reexec whether the language has to start afresh, because its memory size or options differ from the stem's
     */
    void assign(FunctionVersion version, boolean reexec);

    /** Answers with a call that has to be answered by {@code deadlineMillis} since 1970. */
    void deliver(Call call, long deadlineMillis);

    /** Ends it without work. */
    void close();
}
