package io.millirun.runtimemanager.runtimes;

/** Port to the engine: whether it has an image. May throw while the engine does not answer. */
@FunctionalInterface
public interface ImagePresence {

    boolean isPresent(String image);
}
