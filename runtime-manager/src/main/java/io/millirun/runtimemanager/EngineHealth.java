package io.millirun.runtimemanager;

import java.util.Optional;

/** Whether this process can run functions. */
@FunctionalInterface
public interface EngineHealth {

    /** Why calls cannot be taken now, in words for the operator; empty if they can. */
    Optional<String> obstacle();
}
