package io.millirun.billing.notice;

import io.millirun.kernel.TenantId;
import java.util.Map;
import java.util.UUID;

/**
 * Something an organization is told.
 *
 * @param key the occasion: the same key is told once
 * @param facts what the text is made with
 */
public record Notice(UUID id, TenantId tenant, String key, Kind kind, Map<String, String> facts) {

    public Notice {
        facts = Map.copyOf(facts);
    }

    /** What it is about. */
    public enum Kind {
        /** An invoice was issued; facts: invoice, id, month, amount, due (what is to be paid), dueOn. */
        INVOICE_ISSUED,
        /** A call was refused because it did not fit under a cap; facts: cap, scope (a function's id, or empty). */
        SPEND_CAP_REACHED,
        /** A budget's threshold was crossed; facts: budget, amount, threshold, basis, spent, month. */
        BUDGET_CROSSED,
        /** A payment was refused; facts: invoice, amount, reason, next (when it is tried again, or empty). */
        PAYMENT_FAILED,
        /** The bank wants the holder to confirm a payment; facts: invoice, amount, link. */
        PAYMENT_NEEDS_ACTION,
        /** An invoice was paid; facts: invoice, amount. */
        PAYMENT_RECEIVED,
        /** First step of the ladder; facts: invoice, amount, since. */
        PAYMENT_REMINDER,
        /** Second step; facts: amount, since, next, on. */
        PAYMENT_WARNING,
        /** The organization can run and read, but not change; facts: amount, since, next, on. */
        READ_ONLY,
        /** The organization's functions are stopped; facts: amount, since. */
        STOPPED,
        /** The organization is in good standing again; no facts. */
        RESTORED
    }
}
