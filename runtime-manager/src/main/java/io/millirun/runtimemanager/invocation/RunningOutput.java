package io.millirun.runtimemanager.invocation;

import io.millirun.runtimemanager.instances.Fleet;
import io.millirun.runtimemanager.instances.InstanceLog;
import io.millirun.runtimemanager.logs.LogPart;
import io.millirun.runtimemanager.logs.LogSink;
import java.time.Duration;

/** Keeps what calls print apart from their end: while they run for long, and after they have answered. */
public final class RunningOutput implements AutoCloseable {

    private final Thread thread;

    private RunningOutput(Fleet fleet, LogSink logs, Duration interval) {
        fleet.tellLateOutput(piece -> logs.keep(part(piece, LogPart.Kind.LATE, LogPart.END + 1 + piece.number())));
        thread = Thread.ofPlatform().daemon().name("running-output").unstarted(() -> {
            try {
                while (true) {
                    Thread.sleep(interval);
                    fleet.freshOutput(interval, piece -> logs.keep(part(piece, LogPart.Kind.RUNNING, piece.number())));
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Begins; what calls have printed is kept every {@code interval}. */
    public static RunningOutput keep(Fleet fleet, LogSink logs, Duration interval) {
        var keeper = new RunningOutput(fleet, logs, interval);
        keeper.thread.start();
        return keeper;
    }

    private static LogPart part(InstanceLog.Piece piece, LogPart.Kind kind, int number) {
        var version = piece.version();
        return new LogPart(
                version.tenant(),
                version.function(),
                piece.id(),
                number,
                kind,
                version.version(),
                piece.output(),
                piece.cut(),
                false,
                null);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
