package io.millirun.runtimemanager.housekeeping;

import java.util.Set;

/** Port to the engine's images that are ours to remove. */
public interface ImageStore {

    /**
     * Removes images of runtimes that an update has replaced, and images that were fetched for functions, unless {@code
     * used}; what a container still uses stays.
     *
     * @param used digests of the images of functions
     * @return how many were removed
     */
    int removeUnused(Set<String> used);
}
