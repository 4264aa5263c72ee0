package io.millirun.billing.verify;

/**
 * One thing that was recomputed.
 *
 * @param what it is, {@code Compute, tier 1}
 * @param right whether the invoice says the same
 * @param stated what the invoice says
 * @param recomputed what it should say
 */
public record Finding(String what, boolean right, String stated, String recomputed) {

    static Finding of(String what, Object stated, Object recomputed) {
        return new Finding(what, stated.equals(recomputed), stated.toString(), recomputed.toString());
    }
}
