package io.millirun.runtimemanager.instances;

import io.millirun.metering.Outcome;
import io.millirun.runtimemanager.instances.CallEnd.Failed;
import io.vertx.core.buffer.Buffer;
import java.util.Locale;

/** The ends that the platform itself has to put into words, with the error types and messages of AWS Lambda. */
final class CallEnds {

    private static final int SIGNALLED = 128;
    private static final int KILLED = SIGNALLED + 9;

    private CallEnds() {}

    static Failed timedOut(Run run, Call call) {
        String seconds =
                String.format(Locale.ROOT, "%.2f", call.version().timeout().toMillis() / 1000.0);
        return failed(run, Outcome.TIMEOUT, "Sandbox.Timedout", call, "Task timed out after " + seconds + " seconds");
    }

    static Failed initTimedOut(Run run, Call call, long seconds) {
        return failed(run, Outcome.TIMEOUT, "Sandbox.Timedout", call, "Init timed out after " + seconds + " seconds");
    }

    static Failed outOfMemory(Run run, Call call) {
        return failed(
                run,
                Outcome.OUT_OF_MEMORY,
                "Runtime.OutOfMemory",
                call,
                "Runtime exited with error: signal: killed. The function needed more than its memory size of "
                        + call.version().memory().megabytes() + " MB");
    }

    static Failed diskFull(Run run, Call call) {
        return failed(
                run,
                Outcome.EXITED,
                "Runtime.DiskFull",
                call,
                "Runtime stopped: the function keeps more in /tmp than its ephemeral storage of "
                        + call.version().options().ephemeralStorageMb() + " MB");
    }

    static Failed exited(Run run, Call call, int exitCode) {
        String how = exitCode == KILLED
                ? "signal: killed"
                : exitCode > SIGNALLED ? "signal: " + (exitCode - SIGNALLED) : "exit status " + exitCode;
        return failed(run, Outcome.EXITED, "Runtime.ExitError", call, "Runtime exited with error: " + how);
    }

    private static Failed failed(Run run, Outcome outcome, String type, Call call, String message) {
        String json = "{\"errorType\":\"" + type + "\",\"errorMessage\":\"RequestId: " + call.id() + " Error: "
                + message + "\"}";
        return new Failed(run, outcome, type, Buffer.buffer(json));
    }
}
