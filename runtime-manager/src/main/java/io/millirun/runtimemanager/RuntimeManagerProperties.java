package io.millirun.runtimemanager;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the module.
 *
 * @param node name of this node in usage records and on the runtimes page; the host's name if empty
 * @param runtimesDirectory folder that has a folder for each runtime, and the program that builds their images
 * @param runtimeAliases other names of runtimes, to their own: {@code nodejs22.x: nodejs24.x} lets functions that ask for
 *     the former run on the latter
 * @param buildImages whether this node builds images that its engine lacks; if not, it only looks for them
 * @param imageCheckInterval how often it looks whether the images are still, or at last, in the engine
 * @param imageRetryInterval how long after building an image failed it tries again
 * @param imageBuildTimeout longest that building one image may take
 * @param imageNameTimeout longest that telling one image's name may take
 * @param codeCacheSize most unpacked code kept on this node's disk
 * @param codeStoragePerOrganization most code packages, of all functions, versions and layers, that one organization keeps
 * @param functionsPerOrganization most functions of one organization
 * @param codeStorage most code packages kept for all organizations; 0 for no limit
 */
@ConfigurationProperties("millirun.runtime-manager")
public record RuntimeManagerProperties(
        @DefaultValue("") String node,
        @DefaultValue("runtimes") Path runtimesDirectory,
        @DefaultValue Map<String, String> runtimeAliases,
        @DefaultValue("true") boolean buildImages,
        @DefaultValue("5s") Duration imageCheckInterval,
        @DefaultValue("10m") Duration imageRetryInterval,
        @DefaultValue("30m") Duration imageBuildTimeout,
        @DefaultValue("30s") Duration imageNameTimeout,
        @DefaultValue("4GB") DataSize codeCacheSize,
        @DefaultValue("10GB") DataSize codeStoragePerOrganization,
        @DefaultValue("5000") int functionsPerOrganization,
        @DefaultValue("100GB") DataSize codeStorage) {

    public RuntimeManagerProperties {
        if (Stream.of(imageCheckInterval, imageRetryInterval, imageBuildTimeout, imageNameTimeout)
                .anyMatch(duration -> !duration.isPositive())) {
            throw new IllegalArgumentException("intervals and timeouts of millirun.runtime-manager must be positive");
        }
        if (codeCacheSize.toMegabytes() < 256) {
            throw new IllegalArgumentException(
                    "millirun.runtime-manager.code-cache-size must be at least 256 MB, room for one package");
        }
    }
}
