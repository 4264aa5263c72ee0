package io.millirun.runtimemanager.logs;

import io.millirun.kernel.InvocationId;
import io.millirun.runtimemanager.functions.LogSettings;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The lines that the platform itself writes around a call's output, in the words of AWS Lambda; each ends its line. */
public enum LogFormat {
    /** {@code START}, {@code END} and {@code REPORT}. */
    TEXT {
        @Override
        public String start(InvocationId id, String version) {
            return "START RequestId: " + id + " Version: " + version + "\n";
        }

        @Override
        public String end(InvocationId id, String version, CallSummary summary) {
            return trailer(id, summary) + "END RequestId: " + id + "\n" + report(id, summary);
        }
    },

    /** Objects of the types {@code platform.start}, {@code platform.runtimeDone} and {@code platform.report}. */
    JSON {
        @Override
        public String start(InvocationId id, String version) {
            return event(
                    id.startedAt(),
                    "platform.start",
                    new JsonObject().put("requestId", id.toString()).put("version", version));
        }

        @Override
        public String end(InvocationId id, String version, CallSummary summary) {
            JsonObject metrics = new JsonObject()
                    .put("durationMs", summary.durationMicros() / 1_000.0)
                    .put("billedDurationMs", summary.billedMs())
                    .put("memorySizeMB", summary.memory().megabytes())
                    .put("maxMemoryUsedMB", summary.peakMemoryBytes() < 0 ? null : peakMb(summary));
            if (summary.cold()) {
                metrics.put("initDurationMs", summary.initMicros() / 1_000.0);
            }
            JsonObject record = new JsonObject()
                    .put("requestId", id.toString())
                    .put("metrics", metrics)
                    .put("status", status(summary));
            if (!summary.errorType().isEmpty()) {
                record.put("errorType", summary.errorType());
            }
            return event(endOf(id, summary), "platform.report", record);
        }

        private static String event(Instant time, String type, JsonObject record) {
            return new JsonObject()
                            .put("time", TIME.format(time))
                            .put("type", type)
                            .put("record", record)
                            .encode()
                    + "\n";
        }

        private static String status(CallSummary summary) {
            return switch (summary.outcome()) {
                case OK -> "success";
                case TIMEOUT -> "timeout";
                case FUNCTION_ERROR -> "error";
                case OUT_OF_MEMORY, EXITED, PLATFORM_FAULT, UNWITNESSED -> "failure";
            };
        }
    };

    /** Stands where output is missing because a call printed more than is kept. */
    public static final String CUT = "[output cut: more than the limit per call was printed]\n";

    /** Stands where output is missing because all calls together printed more than could be kept. */
    public static final String DROPPED = "[output dropped: more was printed than the log store could take]\n";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** The format of a function's settings. */
    public static LogFormat of(LogSettings.Format format) {
        return switch (format) {
            case TEXT -> TEXT;
            case JSON -> JSON;
        };
    }

    /** What stands before the output of a call. */
    public abstract String start(InvocationId id, String version);

    /** What stands after the output of a call. */
    public abstract String end(InvocationId id, String version, CallSummary summary);

    /** When a call had ended. */
    public static Instant endOf(InvocationId id, CallSummary summary) {
        return id.startedAt().plusNanos((summary.queuedMicros() + summary.durationMicros()) * 1_000);
    }

    /** What is said about a call that did not end by itself; empty if it did. */
    private static String trailer(InvocationId id, CallSummary summary) {
        return switch (summary.outcome()) {
            case TIMEOUT ->
                TIME.format(endOf(id, summary)) + " " + id + " " + afterError(summary.errorMessage()) + "\n\n";
            case OUT_OF_MEMORY, EXITED -> summary.errorMessage() + "\n" + summary.errorType() + "\n";
            case OK, FUNCTION_ERROR, PLATFORM_FAULT, UNWITNESSED -> "";
        };
    }

    private static String report(InvocationId id, CallSummary summary) {
        String report = "REPORT RequestId: " + id
                + "\tDuration: " + ms(summary.durationMicros())
                + " ms\tBilled Duration: " + summary.billedMs()
                + " ms\tMemory Size: " + summary.memory().megabytes()
                + " MB\tMax Memory Used: " + (summary.peakMemoryBytes() < 0 ? "unknown" : peakMb(summary) + " MB")
                + "\t";
        if (summary.cold()) {
            report += "Init Duration: " + ms(summary.initMicros()) + " ms\t";
        }
        return report
                + switch (summary.outcome()) {
                    case TIMEOUT -> "Status: timeout";
                    case OUT_OF_MEMORY, EXITED -> "Status: error\tError Type: " + summary.errorType();
                    case OK, FUNCTION_ERROR, PLATFORM_FAULT, UNWITNESSED -> "";
                }
                + "\n";
    }

    private static String afterError(String message) {
        int error = message.indexOf(" Error: ");
        return error < 0 ? message : message.substring(error + " Error: ".length());
    }

    private static long peakMb(CallSummary summary) {
        return Math.ceilDiv(summary.peakMemoryBytes(), 1L << 20);
    }

    private static String ms(long micros) {
        return String.format(Locale.ROOT, "%d.%02d", micros / 1000, micros % 1000 / 10);
    }
}
