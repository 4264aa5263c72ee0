package io.millirun.runtimemanager.instances;

import io.millirun.runtimemanager.instances.InstanceEvent.Retired;
import io.millirun.runtimemanager.instances.InstanceEvent.Stopped;
import java.time.Duration;
import java.util.Optional;

/** Tells what has to happen to an instance that has been in its state for too long: pure. */
final class Overdue {

    private Overdue() {}

    static Optional<InstanceEvent> of(InstanceState state, long now, FleetSettings settings) {
        return switch (state) {
            case InstanceState.Starting(long since)
            when past(now, since, settings.startTimeout()) -> Optional.of(new Stopped(Retirement.NOT_STARTED));
            case InstanceState.Idle(var _, long since)
            when past(now, since, settings.idleTimeout()) -> Optional.of(new Retired(Retirement.IDLE));
            case InstanceState.Frozen(var _, long since)
            when past(now, since, settings.idleTimeout()) -> Optional.of(new Retired(Retirement.IDLE));
            case InstanceState.Returning(var _, long since)
            when past(now, since, settings.initTimeout()) -> Optional.of(new Stopped(Retirement.TIMED_OUT));
            case InstanceState.Starting _,
                    InstanceState.Stem _,
                    InstanceState.Specialising _,
                    InstanceState.Idle _,
                    InstanceState.Busy _,
                    InstanceState.Returning _,
                    InstanceState.Frozen _,
                    InstanceState.Draining _,
                    InstanceState.Removing _,
                    InstanceState.Lost _ -> Optional.empty();
        };
    }

    /** Whether an init has run for longer than any may. */
    static boolean initOverdue(InstanceState state, long now, FleetSettings settings) {
        return state instanceof InstanceState.Specialising(var _, long since)
                && past(now, since, settings.initTimeout());
    }

    /** Whether the call of an instance has run for as long as its function allows. */
    static boolean callOverdue(InstanceState state, long now) {
        return switch (state) {
            case InstanceState.Busy(var version, var _, long since) ->
                now - since >= version.timeout().toNanos();
            case InstanceState.Draining(var version, var _, long since) ->
                now - since >= version.timeout().toNanos();
            case InstanceState.Starting _,
                    InstanceState.Stem _,
                    InstanceState.Specialising _,
                    InstanceState.Idle _,
                    InstanceState.Returning _,
                    InstanceState.Frozen _,
                    InstanceState.Removing _,
                    InstanceState.Lost _ -> false;
        };
    }

    private static boolean past(long now, long since, Duration limit) {
        return now - since > limit.toNanos();
    }
}
