package io.millirun.runtimemanager.events;

import java.time.Duration;

/**
 * How much there is in a queue.
 *
 * @param waiting events that wait for an attempt, retries included
 * @param running events that are being attempted
 * @param age since the oldest unfinished one was accepted
 * @param dead dead letters that are kept
 */
public record QueueDepth(long waiting, long running, Duration age, long dead) {

    static final QueueDepth EMPTY = new QueueDepth(0, 0, Duration.ZERO, 0);
}
