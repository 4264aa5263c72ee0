package io.millirun.runtimemanager.instances;

import io.millirun.runtimemanager.instances.InstanceCommand.Abandon;
import io.millirun.runtimemanager.instances.InstanceCommand.Deliver;
import io.millirun.runtimemanager.instances.InstanceCommand.ExplainExit;
import io.millirun.runtimemanager.instances.InstanceCommand.Freeze;
import io.millirun.runtimemanager.instances.InstanceCommand.Remove;
import io.millirun.runtimemanager.instances.InstanceCommand.SendAssignment;
import io.millirun.runtimemanager.instances.InstanceCommand.Thaw;
import io.millirun.runtimemanager.instances.InstanceEvent.Answered;
import io.millirun.runtimemanager.instances.InstanceEvent.AskedForAssignment;
import io.millirun.runtimemanager.instances.InstanceEvent.AskedForCall;
import io.millirun.runtimemanager.instances.InstanceEvent.Assigned;
import io.millirun.runtimemanager.instances.InstanceEvent.Exited;
import io.millirun.runtimemanager.instances.InstanceEvent.FreezeDue;
import io.millirun.runtimemanager.instances.InstanceEvent.Given;
import io.millirun.runtimemanager.instances.InstanceEvent.Retired;
import io.millirun.runtimemanager.instances.InstanceEvent.Stopped;
import io.millirun.runtimemanager.instances.InstanceState.Busy;
import io.millirun.runtimemanager.instances.InstanceState.Draining;
import io.millirun.runtimemanager.instances.InstanceState.Frozen;
import io.millirun.runtimemanager.instances.InstanceState.Idle;
import io.millirun.runtimemanager.instances.InstanceState.Lost;
import io.millirun.runtimemanager.instances.InstanceState.Removing;
import io.millirun.runtimemanager.instances.InstanceState.Returning;
import io.millirun.runtimemanager.instances.InstanceState.Specialising;
import io.millirun.runtimemanager.instances.InstanceState.Starting;
import io.millirun.runtimemanager.instances.InstanceState.Stem;
import java.util.List;

/**
 * The life cycle of an instance: one pure function from a state and an event to the next state and what is to be done. An
 * event that means nothing in a state (a late timer, an answer to a call that is over) leaves the state as it is.
 */
public final class Transitions {

    private Transitions() {}

    /** The outcome of one event: the next state, and the commands to run after it is in force, in order. */
    public record Step(InstanceState next, List<InstanceCommand> commands) {

        static Step to(InstanceState next, InstanceCommand... commands) {
            return new Step(next, List.of(commands));
        }
    }

    /** Applies {@code event} at {@code nowNanos} of the monotonic clock. */
    public static Step apply(InstanceState state, InstanceEvent event, long nowNanos) {
        return switch (state) {
            case Starting starting -> starting(starting, event, nowNanos);
            case Stem stem -> stem(stem, event, nowNanos);
            case Specialising specialising -> specialising(specialising, event, nowNanos);
            case Idle idle -> idle(idle, event, nowNanos);
            case Busy busy -> busy(busy, event, nowNanos);
            case Returning returning -> returning(returning, event, nowNanos);
            case Frozen frozen -> frozen(frozen, event, nowNanos);
            case Draining draining -> draining(draining, event);
            case Removing removing -> Step.to(removing);
            case Lost lost -> Step.to(lost);
        };
    }

    private static Step starting(Starting state, InstanceEvent event, long now) {
        return switch (event) {
            case AskedForAssignment _ -> Step.to(new Stem(now));
            case Retired(var why) -> Step.to(new Removing(why), new Remove());
            case Stopped(var why) -> Step.to(new Removing(why), new Remove());
            case Exited _ -> lost();
            case Assigned _, AskedForCall _, Given _, Answered _, FreezeDue _ -> Step.to(state);
        };
    }

    private static Step stem(Stem state, InstanceEvent event, long now) {
        return switch (event) {
            case Assigned(var version) -> Step.to(new Specialising(version, now), new SendAssignment(version));
            case Retired(var why) -> Step.to(new Removing(why), new Remove());
            case Stopped(var why) -> Step.to(new Removing(why), new Remove());
            case Exited _ -> lost();
            case AskedForAssignment _, AskedForCall _, Given _, Answered _, FreezeDue _ -> Step.to(state);
        };
    }

    private static Step specialising(Specialising state, InstanceEvent event, long now) {
        return switch (event) {
            case AskedForCall _ -> Step.to(new Idle(state.version(), now));
            case Retired(var why) -> Step.to(new Removing(why), new Remove());
            case Stopped(var why) -> Step.to(new Removing(why), new Remove());
            case Exited _ -> lost();
            case AskedForAssignment _, Assigned _, Given _, Answered _, FreezeDue _ -> Step.to(state);
        };
    }

    private static Step idle(Idle state, InstanceEvent event, long now) {
        return switch (event) {
            case Given(var call) -> Step.to(new Busy(state.version(), call, now), new Deliver(call));
            case FreezeDue _ -> Step.to(new Frozen(state.version(), now), new Freeze());
            case Retired(var why) -> Step.to(new Removing(why), new Remove());
            case Stopped(var why) -> Step.to(new Removing(why), new Remove());
            case Exited _ -> lost();
            case AskedForAssignment _, Assigned _, AskedForCall _, Answered _ -> Step.to(state);
        };
    }

    private static Step busy(Busy state, InstanceEvent event, long now) {
        return switch (event) {
            case Answered(var id) when id.equals(state.call().id()) -> Step.to(new Returning(state.version(), now));
            case Retired _ -> Step.to(new Draining(state.version(), state.call(), state.sinceNanos()));
            case Stopped(var why) -> Step.to(new Removing(why), new Abandon(state.call(), why), new Remove());
            case Exited _ -> Step.to(new Lost(), new ExplainExit(state.call()), new Remove());
            case Answered _, AskedForAssignment _, Assigned _, AskedForCall _, Given _, FreezeDue _ -> Step.to(state);
        };
    }

    private static Step returning(Returning state, InstanceEvent event, long now) {
        return switch (event) {
            case AskedForCall _ -> Step.to(new Idle(state.version(), now));
            case Retired(var why) -> Step.to(new Removing(why), new Remove());
            case Stopped(var why) -> Step.to(new Removing(why), new Remove());
            case Exited _ -> lost();
            case AskedForAssignment _, Assigned _, Given _, Answered _, FreezeDue _ -> Step.to(state);
        };
    }

    private static Step frozen(Frozen state, InstanceEvent event, long now) {
        return switch (event) {
            case Given(var call) -> Step.to(new Busy(state.version(), call, now), new Thaw(), new Deliver(call));
            case Retired(var why) -> Step.to(new Removing(why), new Thaw(), new Remove());
            case Stopped(var why) -> Step.to(new Removing(why), new Thaw(), new Remove());
            case Exited _ -> lost();
            case AskedForAssignment _, Assigned _, AskedForCall _, Answered _, FreezeDue _ -> Step.to(state);
        };
    }

    private static Step draining(Draining state, InstanceEvent event) {
        return switch (event) {
            case Answered(var id)
            when id.equals(state.call().id()) -> Step.to(new Removing(Retirement.SUPERSEDED), new Remove());
            case Stopped(var why) -> Step.to(new Removing(why), new Abandon(state.call(), why), new Remove());
            case Exited _ -> Step.to(new Lost(), new ExplainExit(state.call()), new Remove());
            case Answered _, AskedForAssignment _, Assigned _, AskedForCall _, Given _, FreezeDue _, Retired _ ->
                Step.to(state);
        };
    }

    private static Step lost() {
        return Step.to(new Lost(), new Remove());
    }
}
