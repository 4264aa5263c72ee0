package io.millirun.runtimemanager.events;

import io.millirun.kernel.InvocationId;
import io.millirun.runtimemanager.events.EventState.Cancelled;
import io.millirun.runtimemanager.events.EventState.Dead;
import io.millirun.runtimemanager.events.EventState.Running;
import io.millirun.runtimemanager.events.EventState.Succeeded;
import io.millirun.runtimemanager.events.EventState.Waiting;
import io.millirun.runtimemanager.events.Happening.CancelAsked;
import io.millirun.runtimemanager.events.Happening.Claimed;
import io.millirun.runtimemanager.events.Happening.Ended;
import io.millirun.runtimemanager.events.Happening.LeaseRanOut;
import io.millirun.runtimemanager.events.Happening.RedriveAsked;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The life of an event: pure. */
final class EventLife {

    private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(5);
    private static final int DOUBLINGS = 9;

    private EventLife() {}

    /** What follows from a step, to be written with the new state in one transaction. */
    sealed interface Command {

        /** Keep that the attempt ended so. */
        record Keep(InvocationId invocation, AttemptEnd end) implements Command {}

        /** Make it due after {@code delay}. */
        record Wait(Duration delay) implements Command {}

        /** Tell {@code destination} of the end; {@code condition} is the word for it. */
        record Tell(Destination destination, String condition, AttemptEnd last) implements Command {}
    }

    /** A state and what follows from having come there. */
    record Step(EventState state, List<Command> commands) {

        Step {
            commands = List.copyOf(commands);
        }

        static Step to(EventState state, Command... commands) {
            return new Step(state, List.of(commands));
        }
    }

    /**
     * The next state.
     *
     * @param age time since the event was accepted, or last redriven
     */
    static Step apply(EventState state, Happening happening, EventPolicy policy, Duration age) {
        return switch (happening) {
            case Claimed(var claim) -> claimed(state, claim, policy, age);
            case LeaseRanOut() -> leaseRanOut(state);
            case Ended(var invocation, var end) -> ended(state, invocation, end, policy, age);
            case CancelAsked() ->
                switch (state) {
                    case Waiting _, Running _ -> Step.to(new Cancelled());
                    case Succeeded _, Dead _, Cancelled _ -> Step.to(state);
                };
            case RedriveAsked() ->
                switch (state) {
                    case Dead _ -> Step.to(new Waiting(0, 0), new Command.Wait(Duration.ZERO));
                    case Waiting _, Running _, Succeeded _, Cancelled _ -> Step.to(state);
                };
        };
    }

    private static Step claimed(EventState state, Claim claim, EventPolicy policy, Duration age) {
        return switch (state) {
            case Waiting(var failures, var refusals) ->
                age.compareTo(policy.maximumAge()) > 0
                        ? tooOld(policy, new AttemptEnd.Refused("No attempt was made in time."), List.of())
                        : Step.to(new Running(failures, refusals, claim));
            case Running _, Succeeded _, Dead _, Cancelled _ -> Step.to(state);
        };
    }

    private static Step leaseRanOut(EventState state) {
        return switch (state) {
            case Running(var failures, var refusals, var claim) ->
                Step.to(
                        new Waiting(failures, refusals),
                        new Command.Keep(claim.invocation(), new AttemptEnd.Lost()),
                        new Command.Wait(Duration.ZERO));
            case Waiting _, Succeeded _, Dead _, Cancelled _ -> Step.to(state);
        };
    }

    /** An end that is told after its lease ran out, or after a cancellation, is kept as an attempt and changes nothing. */
    private static Step ended(
            EventState state, InvocationId invocation, AttemptEnd end, EventPolicy policy, Duration age) {
        var record = new Command.Keep(invocation, end);
        return switch (state) {
            case Running(var failures, var refusals, var claim)
            when claim.invocation().equals(invocation) ->
                switch (end) {
                    case AttemptEnd.Succeeded _ ->
                        finish(new Succeeded(), policy.onSuccess(), "Success", end, List.of(record));
                    case AttemptEnd.Failed failed -> failed(failures + 1, failed, policy, age, record);
                    case AttemptEnd.Refused _, AttemptEnd.Broken _, AttemptEnd.Lost _ ->
                        again(failures, refusals + 1, end, policy, age, record);
                    case AttemptEnd.Hopeless(var reason, var message) -> dead(reason, message, policy, end, record);
                };
            case Running _, Waiting _, Succeeded _, Dead _, Cancelled _ -> Step.to(state, record);
        };
    }

    private static Step failed(
            int failures, AttemptEnd.Failed end, EventPolicy policy, Duration age, Command.Keep record) {
        if (failures > policy.retries()) {
            return dead(DeadReason.RETRIES_EXHAUSTED, end.message(), policy, end, record);
        }
        Duration delay = policy.delayAfter(failures);
        return age.plus(delay).compareTo(policy.maximumAge()) > 0
                ? tooOld(policy, end, List.of(record))
                : Step.to(new Waiting(failures, 0), record, new Command.Wait(delay));
    }

    private static Step again(
            int failures, int refusals, AttemptEnd end, EventPolicy policy, Duration age, Command.Keep record) {
        Duration left = policy.maximumAge().minus(age);
        if (!left.isPositive()) {
            return tooOld(policy, end, List.of(record));
        }
        Duration delay = backoff(refusals);
        return Step.to(
                new Waiting(failures, refusals), record, new Command.Wait(delay.compareTo(left) < 0 ? delay : left));
    }

    /** 1 s, 2 s, 4 s … 5 min, as AWS Lambda waits after throttles and its own errors. */
    static Duration backoff(int refusals) {
        Duration delay = Duration.ofSeconds(1L << Math.min(refusals - 1, DOUBLINGS));
        return delay.compareTo(LONGEST_BACKOFF) < 0 ? delay : LONGEST_BACKOFF;
    }

    private static Step tooOld(EventPolicy policy, AttemptEnd last, List<Command> before) {
        var reason = DeadReason.AGE_EXCEEDED;
        return finish(new Dead(reason, last.message()), policy.onFailure(), reason.condition(), last, before);
    }

    private static Step dead(
            DeadReason reason, String detail, EventPolicy policy, AttemptEnd last, Command.Keep record) {
        return finish(new Dead(reason, detail), policy.onFailure(), reason.condition(), last, List.of(record));
    }

    private static Step finish(
            EventState state, Destination destination, String condition, AttemptEnd last, List<Command> before) {
        if (destination instanceof Destination.None) {
            return new Step(state, before);
        }
        List<Command> commands = new ArrayList<>(before);
        commands.add(new Command.Tell(destination, condition, last));
        return new Step(state, commands);
    }
}
