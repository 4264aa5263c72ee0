package io.millirun.billing.document;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why there is nothing to pay.
 *
 * @param functionsDeployed functions that stood ready when the document was made
 * @param lastActivity when the last call before the month's end started; null if there was never one
 */
public record ZeroPart(long functionsDeployed, @Nullable Instant lastActivity) {}
