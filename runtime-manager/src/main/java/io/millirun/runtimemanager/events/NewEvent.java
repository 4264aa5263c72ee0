package io.millirun.runtimemanager.events;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.TenantId;
import io.millirun.metering.Trigger;
import io.millirun.runtimemanager.functions.FunctionName;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.trace.Trace;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * An event that somebody wants to have accepted.
 *
 * @param qualifier what it is addressed to: {@code $LATEST}, a version's number or an alias; resolved at each attempt
 * @param trigger what its attempts are metered as
 * @param payload JSON
 * @param clientContext JSON in ASCII, empty if none
 * @param trace the chain of calls that led here
 * @param key of two events of a function with the same key only the first is accepted; null for no such check
 */
public record NewEvent(
        TenantId tenant,
        FunctionId function,
        FunctionName name,
        String qualifier,
        Trigger trigger,
        Buffer payload,
        String clientContext,
        Trace trace,
        @Nullable String key) {

    /** Longest key. */
    public static final int LONGEST_KEY = 256;

    /** An event for {@code version}, addressed by {@code qualifier}, with nothing special about it. */
    public static NewEvent of(FunctionVersion version, String qualifier, Trigger trigger, Buffer payload) {
        return new NewEvent(
                version.tenant(),
                version.function(),
                version.name(),
                qualifier,
                trigger,
                payload,
                "",
                Trace.NONE,
                null);
    }
}
