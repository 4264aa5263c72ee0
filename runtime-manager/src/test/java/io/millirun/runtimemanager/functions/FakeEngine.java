package io.millirun.runtimemanager.functions;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Runs what a test puts into it, and notes what it was told to give up. */
class FakeEngine implements FunctionListener {

    final Set<UUID> inUse = ConcurrentHashMap.newKeySet();
    final Set<UUID> superseded = ConcurrentHashMap.newKeySet();

    final Set<DeployedCode> deployed = ConcurrentHashMap.newKeySet();

    @Override
    public void deployed(DeployedCode code) {
        deployed.add(code);
    }

    @Override
    public Set<UUID> revisionsInUse() {
        return inUse;
    }

    @Override
    public void superseded(UUID revision) {
        inUse.remove(revision);
        superseded.add(revision);
    }
}
