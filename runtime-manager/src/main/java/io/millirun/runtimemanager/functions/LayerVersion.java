package io.millirun.runtimemanager.functions;

import java.time.Instant;
import java.util.List;

/**
 * One version of a layer.
 *
 * @param number counts from 1; 0 for one that is not published yet
 * @param runtimes that it says it is made for; empty if it says nothing
 * @param codeDigest SHA-256 of its package in hexadecimal
 * @param codeSize size of its package as uploaded, in bytes
 * @param unpackedSize sum of its files' sizes, in bytes
 */
public record LayerVersion(
        String layer,
        int number,
        String description,
        String license,
        List<String> runtimes,
        List<String> architectures,
        String codeDigest,
        long codeSize,
        long unpackedSize,
        Instant createdAt) {

    public LayerVersion {
        runtimes = List.copyOf(runtimes);
        architectures = List.copyOf(architectures);
    }

    /** What a version that is to be published says of itself. */
    public static LayerVersion wanted(
            String layer, String description, String license, List<String> runtimes, List<String> architectures) {
        return new LayerVersion(layer, 0, description, license, runtimes, architectures, "", 0, 0, Instant.EPOCH);
    }

    /** As functions refer to it by {@code arn}. */
    public LayerUse use(String arn) {
        return new LayerUse(arn, codeDigest, codeSize, unpackedSize);
    }
}
