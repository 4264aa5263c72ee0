package io.millirun.runtimemanager.functions;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What overrides a container image's own settings.
 *
 * @param entryPoint null for the image's
 * @param command null for the image's
 * @param workingDirectory null for the image's
 */
public record ImageSettings(
        @Nullable List<String> entryPoint,
        @Nullable List<String> command,
        @Nullable String workingDirectory) {

    /** The image as it is. */
    public static final ImageSettings OWN = new ImageSettings(null, null, null);

    public ImageSettings {
        entryPoint = entryPoint == null ? null : List.copyOf(entryPoint);
        command = command == null ? null : List.copyOf(command);
    }
}
