package io.millirun.runtimemanager.runtimes;

import java.util.Optional;

/** The images that source is built in: those of the runtimes, with compilers and package managers as well. */
public final class BuilderImages {

    private static final String RUNTIME = "/runtime-";
    private static final String BUILDER = "/build-";

    private final RuntimeCatalogue catalogue;
    private final RuntimeImages images;

    BuilderImages(RuntimeCatalogue catalogue, RuntimeImages images) {
        this.catalogue = catalogue;
        this.images = images;
    }

    /**
     * Where source of a runtime is built.
     *
     * @param runtime its own name, if it was asked for by an alias
     * @param image in the engine
     */
    public record Builder(String runtime, String image) {}

    /** Where source of functions of {@code runtime} is built; empty while that is not there. */
    public Optional<Builder> of(String runtime) {
        // Both are made at once and named alike; see runtimes/build.
        return catalogue
                .find(runtime)
                .flatMap(known -> images.imageName(known.name())
                        .map(image -> new Builder(known.name(), image.replaceFirst(RUNTIME, BUILDER))));
    }
}
