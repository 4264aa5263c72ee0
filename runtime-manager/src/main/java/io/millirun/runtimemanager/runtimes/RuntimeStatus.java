package io.millirun.runtimemanager.runtimes;

import java.time.Instant;

/**
 * What a node last reported of a runtime's image.
 *
 * @param reportedAt when it did; a node that runs reports every few seconds
 */
public record RuntimeStatus(String node, String runtime, String language, ImageState state, Instant reportedAt) {}
