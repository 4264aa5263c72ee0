package io.millirun.runtimemanager.builds;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.TenantId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to make code ready.
 *
 * @param source what is made ready
 * @param first whether the function is new and has nothing else to run
 * @param reason why it failed, in a sentence for its owner; empty otherwise
 * @param endedAt null while it waits or runs
 */
public record Build(
        TenantId tenant,
        UUID id,
        FunctionId function,
        String functionName,
        String runtime,
        Source source,
        boolean first,
        State state,
        String reason,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt) {

    /** What is made ready. */
    public sealed interface Source {}

    /** A package of source that is compiled, or whose dependencies are installed. */
    public record SourcePackage(String digest) implements Source {}

    /** A container image that is looked for, or fetched. */
    public record ImageName(String uri) implements Source {}

    /** How far it is. */
    public enum State {
        QUEUED,
        RUNNING,
        SUCCEEDED,
        FAILED,
        /** Newer code was deployed before it was done. */
        SUPERSEDED
    }

    /** Whether it waits or runs. */
    public boolean isOpen() {
        return state == State.QUEUED || state == State.RUNNING;
    }
}
