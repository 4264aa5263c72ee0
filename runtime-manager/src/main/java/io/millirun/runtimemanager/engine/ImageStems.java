package io.millirun.runtimemanager.engine;

import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.functions.ImageSettings;
import io.millirun.runtimemanager.instances.BroughtImage;
import io.millirun.runtimemanager.instances.StemSource;
import io.millirun.runtimemanager.runtimes.FunctionRuntime;
import io.millirun.runtimemanager.runtimes.RuntimeCatalogue;
import io.millirun.runtimemanager.runtimes.RuntimeImages;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stems of the runtimes whose images are built, and of the images that functions bring. */
final class ImageStems implements StemSource {

    /** Its image has the program that instances of brought images start with. */
    private static final String LAUNCHING = "provided";

    private static final int SHORT = 12;
    private static final Map<String, String> BROUGHT_ENVIRONMENT = Map.of("TZ", ":UTC");

    private final RuntimeCatalogue catalogue;
    private final RuntimeImages images;
    private final Map<String, Brought> brought = new ConcurrentHashMap<>();

    /** An image and how a function wants it. */
    private record Brought(String digest, ImageSettings settings) {}

    ImageStems(RuntimeCatalogue catalogue, RuntimeImages images) {
        this.catalogue = catalogue;
        this.images = images;
    }

    @Override
    public Set<String> available() {
        return images.available();
    }

    @Override
    public String kind(FunctionVersion version) {
        if (version.imageUri() == null) {
            return catalogue.find(version.runtime()).map(FunctionRuntime::name).orElse(version.runtime());
        }
        ImageSettings settings = version.options().image();
        String kind = FunctionVersion.IMAGE_RUNTIME + "-" + version.codeDigest().substring(0, SHORT)
                + (settings.equals(ImageSettings.OWN) ? "" : "-" + Integer.toHexString(settings.hashCode()));
        brought.putIfAbsent(kind, new Brought(version.codeDigest(), settings));
        return kind;
    }

    @Override
    public Optional<Recipe> recipe(String runtime) {
        Brought image = brought.get(runtime);
        return image == null ? ofRuntime(runtime) : ofImage(image);
    }

    private Optional<Recipe> ofRuntime(String runtime) {
        return images.image(runtime)
                .flatMap(image ->
                        catalogue.find(runtime).map(known -> new Recipe(image, known.command(), known.environment())));
    }

    private Optional<Recipe> ofImage(Brought image) {
        return images.image(LAUNCHING)
                .map(launcher -> new Recipe(
                        "sha256:" + image.digest(),
                        List.of(),
                        BROUGHT_ENVIRONMENT,
                        new BroughtImage(image.settings(), launcher)));
    }

    @Override
    public Optional<String> unavailability(String runtime) {
        return images.unavailability(brought.containsKey(runtime) ? LAUNCHING : runtime);
    }
}
