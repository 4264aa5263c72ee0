package io.millirun.runtimemanager.instances;

import io.millirun.runtimemanager.functions.FunctionVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What stems are made from: the runtimes whose images are there. Answers from memory. */
public interface StemSource {

    /** Names of the runtimes that can be started now. */
    Set<String> available();

    /**
     * Which stems {@code version} can be made from: those of its runtime, by the runtime's own name, or of its image.
     */
    default String kind(FunctionVersion version) {
        return version.runtime();
    }

    /** How a container of {@code runtime}, or another {@link #kind}, is started; empty while it is not available. */
    Optional<Recipe> recipe(String runtime);

    /** Why {@code runtime} cannot be started, for its users; empty if it can. */
    Optional<String> unavailability(String runtime);

    /**
     * How to start a stem.
     *
     * @param image in the engine
     * @param command what the image's entry point runs; empty for the image's own
     * @param brought what makes an instance of an image that a user brought; null for an image of a runtime
     */
    record Recipe(
            String image,
            List<String> command,
            Map<String, String> environment,
            @Nullable BroughtImage brought) {

        /** Of an image of a runtime. */
        public Recipe(String image, List<String> command, Map<String, String> environment) {
            this(image, command, environment, null);
        }
    }
}
