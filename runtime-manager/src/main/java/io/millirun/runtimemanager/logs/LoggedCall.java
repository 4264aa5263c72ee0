package io.millirun.runtimemanager.logs;

import io.millirun.kernel.InvocationId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call as its log has it.
 *
 * @param version {@code $LATEST} or a number
 * @param summary how it went; null while it runs, and where that was not kept
 */
public record LoggedCall(
        InvocationId id,
        String version,
        List<Output> outputs,
        @Nullable CallSummary summary) {

    public LoggedCall {
        outputs = List.copyOf(outputs);
    }

    /**
     * A piece of what it printed.
     *
     * @param part its place among the call's pieces
     * @param cut whether more was printed than is kept of one call
     * @param dropped whether it could not be kept
     */
    public record Output(int part, LogPart.Kind kind, String text, boolean cut, boolean dropped, Instant writtenAt) {}
}
