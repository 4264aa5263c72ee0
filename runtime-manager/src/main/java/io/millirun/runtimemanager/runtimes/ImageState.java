package io.millirun.runtimemanager.runtimes;

import java.time.Instant;

/** How far a runtime's image is on this node. */
public sealed interface ImageState {

    /** When it became so. */
    Instant since();

    /** Its turn to be built has not come. */
    record Waiting(Instant since) implements ImageState {}

    /**
     * It is being built.
     *
     * @param step what the builder is doing and why that takes time, for people
     */
    record Building(String step, Instant since) implements ImageState {}

    /**
     * Functions of this runtime can run.
     *
     * @param image its name in the engine
     */
    record Available(String image, Instant since) implements ImageState {}

    /**
     * Functions of this runtime cannot run; looked at again every few seconds.
     *
     * @param reason a sentence for users
     * @param remedy the command with which an operator can try again
     */
    record Unavailable(String reason, String remedy, Instant since) implements ImageState {}
}
