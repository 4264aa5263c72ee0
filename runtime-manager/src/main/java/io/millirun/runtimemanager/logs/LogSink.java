package io.millirun.runtimemanager.logs;

/** Takes what is to be kept of calls. Never blocks and never fails: a log is not worth delaying an answer for. */
@FunctionalInterface
public interface LogSink {

    /** Keeps {@code part}, or what there is room for. */
    void keep(LogPart part);
}
