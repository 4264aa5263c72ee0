package io.millirun.runtimemanager.functions;

import java.time.Instant;

/**
 * The URL of a function as its owners configured it.
 *
 * @param qualifier alias, or empty for {@code $LATEST}
 * @param id opaque first label of its host name
 */
public record UrlConfig(
        FunctionName function, String qualifier, String id, FunctionUrl url, Instant createdAt, Instant modifiedAt) {}
