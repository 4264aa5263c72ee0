package io.millirun.billing.spend;

import java.time.Instant;
import java.util.UUID;

/**
 * A process that let calls in, was not seen for a while and still holds room under caps, because usage may be left in
 * its spool.
 *
 * @param spool identity of its spool
 * @param node its name, empty if it left in good order
 * @param seenAt when it was last seen
 * @param caps caps it holds room under
 */
public record LostNode(UUID spool, String node, Instant seenAt, long caps) {}
