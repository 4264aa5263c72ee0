package io.millirun.runtimemanager.engine;

import io.millirun.runtimemanager.instances.StemSource;
import io.millirun.runtimemanager.runtimes.RuntimeCatalogue;
import io.millirun.runtimemanager.runtimes.RuntimeImages;
import java.util.Optional;
import java.util.Set;

/** Stems of the runtimes whose images are built. */
final class ImageStems implements StemSource {

    private final RuntimeCatalogue catalogue;
    private final RuntimeImages images;

    ImageStems(RuntimeCatalogue catalogue, RuntimeImages images) {
        this.catalogue = catalogue;
        this.images = images;
    }

    @Override
    public Set<String> available() {
        return images.available();
    }

    @Override
    public Optional<Recipe> recipe(String runtime) {
        return images.image(runtime)
                .flatMap(image ->
                        catalogue.find(runtime).map(known -> new Recipe(image, known.command(), known.environment())));
    }

    @Override
    public Optional<String> unavailability(String runtime) {
        return images.unavailability(runtime);
    }
}
