package io.millirun.runtimemanager;

import org.jspecify.annotations.Nullable;

/** Port to accounts: what programs change is written down with who did it. */
@FunctionalInterface
public interface ActLog {

    /** Writes nothing down. */
    ActLog NONE = (_, _) -> {};

    /** Writes {@code act} down in the current transaction. */
    void record(Caller caller, Act act);

    /**
     * What was done.
     *
     * @param name as {@code function.create}
     * @param subject what it was done to
     * @param address the network address that it came from; null if nobody knows
     */
    record Act(String name, String subject, @Nullable String address) {}
}
