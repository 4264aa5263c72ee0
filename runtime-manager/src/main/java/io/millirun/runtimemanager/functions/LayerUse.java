package io.millirun.runtimemanager.functions;

/**
 * A layer version that a function version uses; it stays usable when the layer version is deleted.
 *
 * @param arn of the layer version
 * @param codeDigest SHA-256 of its package in hexadecimal
 * @param codeSize size of its package as uploaded, in bytes
 * @param unpackedSize sum of its files' sizes, in bytes
 */
public record LayerUse(String arn, String codeDigest, long codeSize, long unpackedSize) {}
