package io.millirun.runtimemanager.instances;

import io.millirun.kernel.InvocationId;
import io.millirun.runtimemanager.functions.FunctionVersion;

/** What can happen to an instance. */
public sealed interface InstanceEvent {

    /** Its stem asked for an assignment. */
    record AskedForAssignment() implements InstanceEvent {}

    /** It is to become an instance of {@code version}. */
    record Assigned(FunctionVersion version) implements InstanceEvent {}

    /** Its runtime asked for a call. */
    record AskedForCall() implements InstanceEvent {}

    /** It is to run {@code call}. */
    record Given(Call call) implements InstanceEvent {}

    /** Its runtime answered, or reported an error of, the call {@code id}. */
    record Answered(InvocationId id) implements InstanceEvent {}

    /** It has been idle for as long as instances run unfrozen. */
    record FreezeDue() implements InstanceEvent {}

    /** It is to go, after its call if it has one. */
    record Retired(Retirement why) implements InstanceEvent {}

    /** It is to go now, whatever it does. */
    record Stopped(Retirement why) implements InstanceEvent {}

    /** Its container has ended. */
    record Exited() implements InstanceEvent {}
}
