package io.millirun.billing.rating;

/**
 * One step of how an amount was reached.
 *
 * @param what the step, {@code Free each month}
 * @param figure its number with sign and unit, {@code − 1,000,000}
 */
public record Step(String what, String figure) {}
