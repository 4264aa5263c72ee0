package io.millirun.runtimemanager.logs;

import io.millirun.kernel.InvocationId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The lines that the platform itself writes into logs, in the words of AWS Lambda; each ends with a line feed. */
public final class LogText {

    /** Stands where output is missing because a call printed more than is kept. */
    public static final String CUT = "[output cut: more than the limit per call was printed]\n";

    /** Stands where output is missing because all calls together printed more than could be kept. */
    public static final String DROPPED = "[output dropped: more was printed than the log store could take]\n";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private LogText() {}

    public static String start(InvocationId id, String version) {
        return "START RequestId: " + id + " Version: " + version + "\n";
    }

    public static String end(InvocationId id) {
        return "END RequestId: " + id + "\n";
    }

    /** What the platform says about a call that did not end by itself; empty if it did. */
    public static String trailer(InvocationId id, CallSummary summary) {
        return switch (summary.outcome()) {
            case TIMEOUT -> {
                Instant end = id.startedAt().plusNanos((summary.queuedMicros() + summary.durationMicros()) * 1_000);
                yield TIME.format(end) + " " + id + " " + afterError(summary.errorMessage()) + "\n\n";
            }
            case OUT_OF_MEMORY, EXITED -> summary.errorMessage() + "\n" + summary.errorType() + "\n";
            case OK, FUNCTION_ERROR, PLATFORM_FAULT, UNWITNESSED -> "";
        };
    }

    public static String report(InvocationId id, CallSummary summary) {
        String report = "REPORT RequestId: " + id
                + "\tDuration: " + ms(summary.durationMicros())
                + " ms\tBilled Duration: " + summary.billedMs()
                + " ms\tMemory Size: " + summary.memory().megabytes()
                + " MB\tMax Memory Used: " + megabytes(summary.peakMemoryBytes()) + "\t";
        if (summary.cold()) {
            report += "Init Duration: " + ms(summary.initMicros()) + " ms\t";
        }
        return report + status(summary) + "\n";
    }

    private static String status(CallSummary summary) {
        return switch (summary.outcome()) {
            case TIMEOUT -> "Status: timeout";
            case OUT_OF_MEMORY, EXITED -> "Status: error\tError Type: " + summary.errorType();
            case OK, FUNCTION_ERROR, PLATFORM_FAULT, UNWITNESSED -> "";
        };
    }

    private static String afterError(String message) {
        int error = message.indexOf(" Error: ");
        return error < 0 ? message : message.substring(error + " Error: ".length());
    }

    private static String megabytes(long bytes) {
        return bytes < 0 ? "unknown" : Math.ceilDiv(bytes, 1L << 20) + " MB";
    }

    private static String ms(long micros) {
        return String.format(Locale.ROOT, "%d.%02d", micros / 1000, micros % 1000 / 10);
    }
}
