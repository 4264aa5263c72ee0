package io.millirun.runtimemanager.runtimes;

import java.util.Optional;

/** Port to the engine: which image has a name. May throw while the engine does not answer. */
@FunctionalInterface
public interface ImagePresence {

    /** What the engine calls the image that has the name {@code image} now; empty if it has none. */
    Optional<String> identify(String image);
}
