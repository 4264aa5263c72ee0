package io.millirun.portal.activity;

import io.millirun.portal.functions.LogLine;
import io.millirun.runtimemanager.functions.LogSettings;
import io.millirun.runtimemanager.logs.CallSummary;
import io.millirun.runtimemanager.logs.FunctionLogs;
import io.millirun.runtimemanager.logs.LogFormat;
import io.millirun.runtimemanager.logs.LogPart;
import io.millirun.runtimemanager.logs.LoggedCall;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lines of logs as pages show them: what the code printed and what the platform says around it. */
final class LogView {

    private LogView() {}

    /**
     * A line.
     *
     * @param id of its call
     * @param time as it was printed, else when its call began or ended, ISO 8601
     * @param style class of the line
     * @param late whether it was printed after the call had answered
     */
    record Line(String id, String time, String level, String text, String style, boolean late) {}

    /** All lines of {@code call}, in their order. */
    static List<Line> of(LoggedCall call, LogSettings.Format format) {
        LogFormat lines = LogFormat.of(format);
        List<Line> all = new ArrayList<>();
        String id = call.id().toString();
        add(all, id, lines.start(call.id(), call.version()), call.id().startedAt(), false);
        for (LoggedCall.Output output : call.outputs()) {
            if (output.kind() != LogPart.Kind.LATE) {
                output(all, id, output, timeOf(call, output));
            }
        }
        CallSummary summary = call.summary();
        if (summary != null) {
            add(all, id, lines.end(call.id(), call.version(), summary), LogFormat.endOf(call.id(), summary), false);
        }
        for (LoggedCall.Output output : call.outputs()) {
            if (output.kind() == LogPart.Kind.LATE) {
                output(all, id, output, output.writtenAt());
            }
        }
        return all;
    }

    /** The lines of a piece that was just written; {@code first} if no other of its call was shown before. */
    static List<Line> of(FunctionLogs.Written written, boolean first, LogSettings.Format format) {
        LogFormat lines = LogFormat.of(format);
        List<Line> all = new ArrayList<>();
        String id = written.id().toString();
        LoggedCall.Output output = written.output();
        if (first && output.kind() != LogPart.Kind.LATE) {
            add(
                    all,
                    id,
                    lines.start(written.id(), written.version()),
                    written.id().startedAt(),
                    false);
        }
        CallSummary summary = written.summary();
        boolean running = output.kind() == LogPart.Kind.RUNNING;
        output(
                all,
                id,
                output,
                output.kind() == LogPart.Kind.LATE || running
                        ? output.writtenAt()
                        : written.id().startedAt());
        if (summary != null) {
            add(
                    all,
                    id,
                    lines.end(written.id(), written.version(), summary),
                    LogFormat.endOf(written.id(), summary),
                    false);
        }
        return all;
    }

    private static Instant timeOf(LoggedCall call, LoggedCall.Output output) {
        return output.kind() == LogPart.Kind.RUNNING
                ? output.writtenAt()
                : call.id().startedAt();
    }

    private static void output(List<Line> all, String id, LoggedCall.Output output, Instant time) {
        boolean late = output.kind() == LogPart.Kind.LATE;
        add(all, id, output.text(), time, late);
        if (output.cut()) {
            add(all, id, LogFormat.CUT, time, late);
        }
        if (output.dropped()) {
            add(all, id, LogFormat.DROPPED, time, late);
        }
    }

    private static void add(List<Line> all, String id, String text, Instant time, boolean late) {
        text.lines()
                .filter(line -> !line.isEmpty())
                .map(LogLine::parse)
                .forEach(line ->
                        all.add(new Line(id, own(line.time(), time), line.level(), line.text(), line.style(), late)));
    }

    private static String own(@Nullable String printed, Instant otherwise) {
        return printed == null || printed.isEmpty() ? otherwise.toString() : printed;
    }
}
