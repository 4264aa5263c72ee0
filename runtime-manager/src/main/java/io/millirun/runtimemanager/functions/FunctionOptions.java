package io.millirun.runtimemanager.functions;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What most functions leave as it is.
 *
 * @param architecture {@code x86_64} or {@code arm64}
 * @param ephemeralStorageMb size of {@code /tmp}, 512 to 10,240
 * @param layers in the order in which they are laid over each other in {@code /opt}; at most five
 * @param image what overrides the settings of a container image; of no effect on a zip
 * @param secrets names of variables of the environment that are written but never shown
 * @param deadLetterTarget name of where failed events go; empty for the function's own dead-letter list alone
 */
public record FunctionOptions(
        String architecture,
        int ephemeralStorageMb,
        List<LayerUse> layers,
        ImageSettings image,
        LogSettings logging,
        String deadLetterTarget,
        AwsSettings aws,
        Set<String> secrets) {

    /** What is shown, and may be sent back, in place of a secret's value. */
    public static final String HIDDEN = "********";

    public static final String DEFAULT_ARCHITECTURE = "x86_64";
    public static final int DEFAULT_STORAGE_MB = 512;

    /** What a function has whose creator says nothing. */
    public static final FunctionOptions DEFAULT = new FunctionOptions(
            DEFAULT_ARCHITECTURE,
            DEFAULT_STORAGE_MB,
            List.of(),
            ImageSettings.OWN,
            LogSettings.DEFAULT,
            "",
            AwsSettings.NONE,
            Set.of());

    /** Takes defaults for what is missing, so that rows of earlier releases can be read. */
    public FunctionOptions(
            @Nullable String architecture,
            int ephemeralStorageMb,
            @Nullable List<LayerUse> layers,
            @Nullable ImageSettings image,
            @Nullable LogSettings logging,
            @Nullable String deadLetterTarget,
            @Nullable AwsSettings aws,
            @Nullable Set<String> secrets) {
        this.architecture = architecture == null ? DEFAULT_ARCHITECTURE : architecture;
        this.ephemeralStorageMb = ephemeralStorageMb == 0 ? DEFAULT_STORAGE_MB : ephemeralStorageMb;
        this.layers = layers == null ? List.of() : List.copyOf(layers);
        this.image = image == null ? ImageSettings.OWN : image;
        this.logging = logging == null ? LogSettings.DEFAULT : logging;
        this.deadLetterTarget = deadLetterTarget == null ? "" : deadLetterTarget;
        this.aws = aws == null ? AwsSettings.NONE : aws;
        this.secrets = secrets == null ? Set.of() : Set.copyOf(secrets);
    }

    /** The same with other secrets. */
    public FunctionOptions withSecrets(Set<String> names) {
        return new FunctionOptions(
                architecture, ephemeralStorageMb, layers, image, logging, deadLetterTarget, aws, names);
    }

    /** An environment as it may be shown: each secret's value is hidden. */
    public Map<String, String> hidden(Map<String, String> environment) {
        Map<String, String> shown = new TreeMap<>(environment);
        shown.replaceAll((name, value) -> secrets.contains(name) ? HIDDEN : value);
        return shown;
    }

    /** What somebody who could not see the secrets of {@code before} wants: those they did not change stay. */
    public Map<String, String> kept(Map<String, String> wanted, Map<String, String> before) {
        Map<String, String> environment = new TreeMap<>(wanted);
        for (String name : secrets) {
            String known = before.get(name);
            if (known != null && environment.getOrDefault(name, HIDDEN).equals(HIDDEN)) {
                environment.put(name, known);
            }
        }
        return environment;
    }
}
