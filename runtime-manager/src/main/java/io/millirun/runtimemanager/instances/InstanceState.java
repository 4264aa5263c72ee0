package io.millirun.runtimemanager.instances;

import io.millirun.runtimemanager.functions.FunctionVersion;

/**
 * Where an instance is in its life. Times are nanoseconds of the monotonic clock. The moves between states are
 * {@link Transitions}; the names are those of DESIGN.md.
 */
public sealed interface InstanceState {

    /** The container is being made; its runtime has not asked for anything yet. */
    record Starting(long sinceNanos) implements InstanceState {}

    /** The language is up and waits for an assignment. */
    record Stem(long sinceNanos) implements InstanceState {}

    /** It has its assignment and loads the tenant's code; the runtime has not asked for a call yet. */
    record Specialising(FunctionVersion version, long sinceNanos) implements InstanceState {}

    /** It waits for a call, running. */
    record Idle(FunctionVersion version, long sinceNanos) implements InstanceState {}

    /** Its handler runs {@code call}. */
    record Busy(FunctionVersion version, Call call, long sinceNanos) implements InstanceState {}

    /** It has answered its call and has not asked for the next one yet. */
    record Returning(FunctionVersion version, long sinceNanos) implements InstanceState {}

    /** It waits for a call, its processes stopped by the kernel. */
    record Frozen(FunctionVersion version, long sinceNanos) implements InstanceState {}

    /** It finishes its call and is removed then. */
    record Draining(FunctionVersion version, Call call, long sinceNanos) implements InstanceState {}

    /** Its container is being removed. */
    record Removing(Retirement why) implements InstanceState {}

    /** Its container ended without our doing; what is left of it is being removed. */
    record Lost() implements InstanceState {}
}
