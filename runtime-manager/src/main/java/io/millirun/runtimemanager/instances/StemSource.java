package io.millirun.runtimemanager.instances;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What stems are made from: the runtimes whose images are there. Answers from memory. */
public interface StemSource {

    /** Names of the runtimes that can be started now. */
    Set<String> available();

    /** How a container of {@code runtime} is started; empty while it is not available. */
    Optional<Recipe> recipe(String runtime);

    /** Why {@code runtime} cannot be started, for its users; empty if it can. */
    Optional<String> unavailability(String runtime);

    /**
     * How to start a stem.
     *
     * @param image in the engine
     * @param command what the image's entry point runs; empty for the image's own
     */
    record Recipe(String image, List<String> command, Map<String, String> environment) {}
}
