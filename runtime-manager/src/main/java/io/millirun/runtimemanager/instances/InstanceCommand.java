package io.millirun.runtimemanager.instances;

import io.millirun.runtimemanager.functions.FunctionVersion;

/** What is to be done to an instance after a {@link Transitions.Step}. */
public sealed interface InstanceCommand {

    /** Answer its parked poll with the assignment of {@code version}. */
    record SendAssignment(FunctionVersion version) implements InstanceCommand {}

    /** Answer its parked poll with {@code call}. */
    record Deliver(Call call) implements InstanceCommand {}

    /** Stop its processes. */
    record Freeze() implements InstanceCommand {}

    /** Let its processes run again. */
    record Thaw() implements InstanceCommand {}

    /** The call it was running ends without an answer, by our doing. */
    record Abandon(Call call, Retirement why) implements InstanceCommand {}

    /** The call it was running ends because the container did: find out how. */
    record ExplainExit(Call call) implements InstanceCommand {}

    /** Remove its container. */
    record Remove() implements InstanceCommand {}
}
