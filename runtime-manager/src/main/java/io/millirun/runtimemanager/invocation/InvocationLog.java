package io.millirun.runtimemanager.invocation;

import io.millirun.kernel.InvocationId;
import io.millirun.metering.UsageRecord;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.instances.Run;
import io.millirun.runtimemanager.logs.CallSummary;
import io.millirun.runtimemanager.logs.LogFormat;
import io.millirun.runtimemanager.logs.LogPart;
import io.vertx.core.buffer.Buffer;
import java.util.Base64;

/** The log of one invocation: what the code printed, between the lines that AWS Lambda prints around it. */
public final class InvocationLog {

    private static final int TAIL_BYTES = 4 * 1024;

    private final FunctionVersion version;
    private final InvocationId id;
    private final CallSummary summary;
    private final Run run;

    /**
     * @param errorType as AWS Lambda names it, empty if none
     * @param errorMessage empty if none
     */
    InvocationLog(FunctionVersion version, UsageRecord record, Run run, String errorType, String errorMessage) {
        this.version = version;
        this.id = record.id();
        this.summary = new CallSummary(
                record.outcome(),
                run.cold(),
                run.queuedMicros(),
                run.initMicros(),
                run.durationMicros(),
                record.billedMs(),
                record.memory(),
                run.peakMemoryBytes(),
                errorType,
                errorMessage);
        this.run = run;
    }

    /** The whole log, UTF-8. */
    public Buffer text() {
        LogFormat format = LogFormat.of(version.options().logging().format());
        Buffer text = Buffer.buffer(run.log().length() + 512)
                .appendString(format.start(id, version.version()))
                .appendBuffer(run.log());
        if (run.log().length() > 0 && run.log().getByte(run.log().length() - 1) != '\n') {
            text.appendByte((byte) '\n');
        }
        if (run.logCut()) {
            text.appendString(LogFormat.CUT);
        }
        return text.appendString(format.end(id, version.version(), summary));
    }

    /** The last 4 KB in base64, as {@code X-Amz-Log-Result} carries them. */
    public String tail() {
        Buffer text = text();
        Buffer end = text.slice(Math.max(0, text.length() - TAIL_BYTES), text.length());
        return Base64.getEncoder().encodeToString(end.getBytes());
    }

    /** What is to be kept of it when the call ends. */
    LogPart lastPart() {
        return new LogPart(
                version.tenant(),
                version.function(),
                id,
                LogPart.END,
                LogPart.Kind.END,
                version.version(),
                run.log().slice(run.logPassedOn(), run.log().length()),
                run.logCut(),
                false,
                summary);
    }
}
