package io.millirun.billing.spend;

import java.util.concurrent.CompletionStage;

/** Whether a call may be let in, as far as caps are concerned. */
public sealed interface SpendDecision {

    /** Neither the organization nor the function has a cap. */
    record Unlimited() implements SpendDecision {}

    /** Its worst case is set aside; exactly one method of the hold must be called when the call is over. */
    record Held(SpendHold hold) implements SpendDecision {}

    /** Its worst case does not fit under the cap of {@code scope}. */
    record CapReached(Scope scope) implements SpendDecision {}

    /** What is left under the cap cannot be found out now. */
    record Unknown() implements SpendDecision {}

    /** It is being found out; the stage never fails and never ends with another of its kind. */
    record Waiting(CompletionStage<SpendDecision> decision) implements SpendDecision {}
}
