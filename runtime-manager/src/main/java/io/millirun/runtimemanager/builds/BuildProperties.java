package io.millirun.runtimemanager.builds;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of builds.
 *
 * @param parallel builds at the same time on this node; 0 leaves them to other nodes
 * @param memory memory of one build's processes
 * @param disk room for one build's files: source, downloads, result; counts as memory of this machine while it runs
 * @param cpus cores that one build may use
 * @param timeout longest that one build may take
 * @param logLimit output kept of one build
 * @param pidsLimit processes and threads of one build
 * @param settings folder whose files tell build tools how to reach packages: {@code npmrc}, {@code pip.conf}, {@code
 *     settings.xml} for Maven, {@code environment} with a variable a line for all of them. Build scripts of tenants can
 *     read them
 * @param environment more variables for builds, {@code GOPROXY} or {@code HTTPS_PROXY}; tenants can read them too
 * @param imagePullTimeout longest that fetching a container image may take
 * @param pull whether container images that are not in the engine are fetched from their registry
 */
@ConfigurationProperties("millirun.builds")
public record BuildProperties(
        @DefaultValue("1") int parallel,
        @DefaultValue("1536MB") DataSize memory,
        @DefaultValue("1GB") DataSize disk,
        @DefaultValue("1") double cpus,
        @DefaultValue("10m") Duration timeout,
        @DefaultValue("1MB") DataSize logLimit,
        @DefaultValue("512") int pidsLimit,
        @DefaultValue("${millirun.data:data}/builds") Path settings,
        @DefaultValue Map<String, String> environment,
        @DefaultValue("10m") Duration imagePullTimeout,
        @DefaultValue("true") boolean pull) {

    public BuildProperties {
        if (parallel < 0 || cpus <= 0 || !timeout.isPositive() || !imagePullTimeout.isPositive()) {
            throw new IllegalArgumentException("settings of millirun.builds must be positive");
        }
    }
}
