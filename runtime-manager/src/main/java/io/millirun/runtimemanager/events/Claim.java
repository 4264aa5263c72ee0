package io.millirun.runtimemanager.events;

import io.millirun.kernel.InvocationId;
import java.time.Instant;
import java.util.UUID;

/**
 * A worker's hold on an event for one attempt.
 *
 * @param number of the attempt, from 1
 */
record Claim(UUID worker, InvocationId invocation, int number, Instant startedAt) {}
