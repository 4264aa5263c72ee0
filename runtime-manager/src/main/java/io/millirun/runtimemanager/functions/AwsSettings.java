package io.millirun.runtimemanager.functions;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has a meaning on AWS alone: kept and given back, so that deployment tools find what they wrote.
 *
 * @param role the execution role's name; empty if none was given
 * @param kmsKey name of the key that AWS would encrypt the environment with; empty if none
 * @param tracing {@code PassThrough} or {@code Active}
 * @param fileSystems network file systems that AWS would mount
 */
public record AwsSettings(
        String role,
        String kmsKey,
        String tracing,
        List<String> subnets,
        List<String> securityGroups,
        boolean ipv6,
        List<FileSystem> fileSystems) {

    /** What a function has whose creator says nothing. */
    public static final AwsSettings NONE =
            new AwsSettings("", "", "PassThrough", List.of(), List.of(), false, List.of());

    public AwsSettings(
            @Nullable String role,
            @Nullable String kmsKey,
            @Nullable String tracing,
            @Nullable List<String> subnets,
            @Nullable List<String> securityGroups,
            boolean ipv6,
            @Nullable List<FileSystem> fileSystems) {
        this.role = role == null ? "" : role;
        this.kmsKey = kmsKey == null ? "" : kmsKey;
        this.tracing = tracing == null ? "PassThrough" : tracing;
        this.subnets = subnets == null ? List.of() : List.copyOf(subnets);
        this.securityGroups = securityGroups == null ? List.of() : List.copyOf(securityGroups);
        this.ipv6 = ipv6;
        this.fileSystems = fileSystems == null ? List.of() : List.copyOf(fileSystems);
    }

    /** A file system and where it would be mounted. */
    public record FileSystem(String arn, String localMountPath) {}
}
