package io.millirun.runtimemanager;

import java.util.Optional;

/** Port to whoever watches the platform: what stands in the way of calls in this process. */
public interface Obstacle {

    /** Why calls cannot be taken now, in words for the operator; empty if they can. */
    Optional<String> now();
}
