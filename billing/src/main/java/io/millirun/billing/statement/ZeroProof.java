package io.millirun.billing.statement;

import java.time.Instant;
import java.util.Optional;

/**
 * Why a statement is zero.
 *
 * @param functionsDeployed functions that stood ready when the statement was made
 * @param lastActivity when the last invocation before the month's end started; empty if there was never one
 * @param digest SHA-256 of the month's usage as JSON Lines export, which is empty: {@code sha256sum < /dev/null}
 */
public record ZeroProof(long functionsDeployed, Optional<Instant> lastActivity, String digest) {}
