package io.millirun.billing.document;

/**
 * The usage records that a document covers.
 *
 * @param digest head of the chain over them ({@link io.millirun.metering.ledger.UsageChain})
 * @param uncharged those among them that are never charged: platform faults, and those whose end nobody saw
 */
public record UsagePart(long records, String digest, long uncharged) {}
