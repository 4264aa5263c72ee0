package io.millirun.runtimemanager.instances;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.TenantId;
import io.millirun.runtimemanager.ConcurrencyLimits;
import io.millirun.runtimemanager.functions.FunctionVersion;
import java.util.HashMap;
import java.util.Map;

/** Counts the calls that run or wait, against what organizations and functions may have. Used under the fleet's lock only. */
final class Concurrency {

    private final ConcurrencyLimits limits;
    private final Map<FunctionId, Integer> ofFunctions = new HashMap<>();
    private final Map<TenantId, Integer> unreserved = new HashMap<>();
    private int all;

    Concurrency(ConcurrencyLimits limits) {
        this.limits = limits;
    }

    /** Whether one more call of {@code version} may come in. */
    Verdict verdict(FunctionVersion version) {
        var reserved = version.reservedConcurrency();
        if (reserved.isPresent()) {
            return ofFunctions.getOrDefault(version.function(), 0) < reserved.getAsInt()
                    ? Verdict.LET_IN
                    : Verdict.FUNCTION_FULL;
        }
        int left = limits.ofOrganization(version.tenant()) - limits.reservedBy(version.tenant());
        return unreserved.getOrDefault(version.tenant(), 0) < left ? Verdict.LET_IN : Verdict.ORGANIZATION_FULL;
    }

    /** {@code version} has one more call; returns how the call has to be given back. */
    Share letIn(FunctionVersion version) {
        boolean shared = version.reservedConcurrency().isEmpty();
        all++;
        ofFunctions.merge(version.function(), 1, Integer::sum);
        if (shared) {
            unreserved.merge(version.tenant(), 1, Integer::sum);
        }
        return shared ? Share.ORGANIZATION : Share.RESERVED;
    }

    /** A call of {@code version} that was let in is over. */
    void over(FunctionVersion version, Share share) {
        all--;
        ofFunctions.computeIfPresent(version.function(), (_, count) -> count == 1 ? null : count - 1);
        if (share == Share.ORGANIZATION) {
            unreserved.computeIfPresent(version.tenant(), (_, count) -> count == 1 ? null : count - 1);
        }
    }

    int calls() {
        return all;
    }

    /** What the limits say to one more call. */
    enum Verdict {
        LET_IN,
        FUNCTION_FULL,
        ORGANIZATION_FULL
    }

    /** What a call was let in on; a reservation may come or go while it runs. */
    enum Share {
        ORGANIZATION,
        RESERVED
    }
}
