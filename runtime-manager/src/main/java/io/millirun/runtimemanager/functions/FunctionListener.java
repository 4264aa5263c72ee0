package io.millirun.runtimemanager.functions;

import java.util.Set;
import java.util.UUID;

/** Port to the engine, which runs revisions that may be replaced or deleted meanwhile. */
public interface FunctionListener {

    /** The revisions that have instances now; asked for every second, so answered from memory. */
    Set<UUID> revisionsInUse();

    /** {@code revision} is not deployed any more; told at least once, on a thread that must not wait long. */
    void superseded(UUID revision);

    /** Calls of {@code code} may come soon; told at most once, on a thread that must not wait. */
    default void deployed(DeployedCode code) {
        // Whoever fetches code when it is called need not do anything.
    }
}
