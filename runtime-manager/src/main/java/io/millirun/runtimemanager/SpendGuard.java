package io.millirun.runtimemanager;

import io.millirun.kernel.InvocationId;
import io.millirun.runtimemanager.functions.FunctionVersion;

/** Port to billing: whether a call may run, and what is set aside for it until it is over. Never blocks. */
@FunctionalInterface
public interface SpendGuard {

    /** Lets everything in. */
    SpendGuard UNLIMITED = (_, _, _, _) -> Admission.FREE;

    /**
     * Asks to let a call in, and sets its worst case aside.
     *
     * @param id when the call starts, which decides the month it belongs to
     * @param mostHandlerMs longest that its handler can be billed for
     * @param mostInitMs longest that its init can take
     */
    Admission admit(InvocationId id, FunctionVersion version, long mostHandlerMs, long mostInitMs);
}
