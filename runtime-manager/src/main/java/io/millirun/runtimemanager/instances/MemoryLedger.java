package io.millirun.runtimemanager.instances;

import java.util.Collection;

/**
 * Memory that counts against the replica's bound: what an instance may use while it runs, what it holds while it is frozen.
 *
 * @param countedMb megabytes of all instances together
 */
record MemoryLedger(int countedMb) {

    /** What a stem counts: a language that waits, without anybody's code. */
    static final int STEM_MB = 64;

    static MemoryLedger of(Collection<Instance> instances) {
        return new MemoryLedger(
                instances.stream().mapToInt(MemoryLedger::countedMb).sum());
    }

    private static int countedMb(Instance instance) {
        return switch (instance.state()) {
            case InstanceState.Starting _, InstanceState.Stem _ -> STEM_MB;
            case InstanceState.Specialising(var version, var _) ->
                version.memory().megabytes();
            case InstanceState.Idle(var version, var _) -> version.memory().megabytes();
            case InstanceState.Busy(var version, var _, var _) ->
                version.memory().megabytes();
            case InstanceState.Returning(var version, var _) -> version.memory().megabytes();
            case InstanceState.Draining(var version, var _, var _) ->
                version.memory().megabytes();
            case InstanceState.Frozen(var version, var _) ->
                Math.min(version.memory().megabytes(), instance.meter().heldMb());
            case InstanceState.Removing _, InstanceState.Lost _ -> 0;
        };
    }
}
