package io.millirun.runtimemanager.invocation;

import io.millirun.metering.UsageRecord;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.instances.Run;
import io.vertx.core.buffer.Buffer;
import java.util.Base64;
import java.util.Locale;

/** The log of one invocation: what the code printed, between the START, END and REPORT lines that AWS Lambda prints. */
public final class InvocationLog {

    private static final int TAIL_BYTES = 4 * 1024;

    private final FunctionVersion version;
    private final UsageRecord record;
    private final Run run;
    private final String trailer;

    /** @param trailer a line of the platform's about how the call ended, empty if it ended by itself */
    InvocationLog(FunctionVersion version, UsageRecord record, Run run, String trailer) {
        this.version = version;
        this.record = record;
        this.run = run;
        this.trailer = trailer;
    }

    /** The whole log, UTF-8. */
    public Buffer text() {
        Buffer text = Buffer.buffer(run.log().length() + 512)
                .appendString("START RequestId: " + record.id() + " Version: " + version.version() + "\n")
                .appendBuffer(run.log());
        if (run.log().length() > 0 && run.log().getByte(run.log().length() - 1) != '\n') {
            text.appendByte((byte) '\n');
        }
        if (run.logCut()) {
            text.appendString("[output cut: more than the limit per call was printed]\n");
        }
        if (!trailer.isEmpty()) {
            text.appendString(trailer + "\n");
        }
        return text.appendString("END RequestId: " + record.id() + "\n").appendString(report());
    }

    /** The last 4 KB in base64, as {@code X-Amz-Log-Result} carries them. */
    public String tail() {
        Buffer text = text();
        Buffer end = text.slice(Math.max(0, text.length() - TAIL_BYTES), text.length());
        return Base64.getEncoder().encodeToString(end.getBytes());
    }

    private String report() {
        String report = "REPORT RequestId: " + record.id()
                + "\tDuration: " + ms(record.durationMicros())
                + " ms\tBilled Duration: " + record.billedMs()
                + " ms\tMemory Size: " + record.memory().megabytes()
                + " MB\tMax Memory Used: " + megabytes(record.peakMemoryBytes()) + "\t";
        return record.cold() ? report + "Init Duration: " + ms(record.initMicros()) + " ms\t\n" : report + "\n";
    }

    private static String megabytes(long bytes) {
        return bytes < 0 ? "unknown" : Math.ceilDiv(bytes, 1L << 20) + " MB";
    }

    private static String ms(long micros) {
        return String.format(Locale.ROOT, "%d.%02d", micros / 1000, micros % 1000 / 10);
    }
}
