package io.millirun.billing.suspension;

import java.time.Instant;
import java.util.Optional;

/** What can move an organization's standing. */
public sealed interface StandingEvent {

    /** It was looked what is due; empty if nothing is. */
    record Looked(Optional<Arrears> arrears) implements StandingEvent {}

    /** The operator lets the organization be until then. */
    record Exempted(Instant until) implements StandingEvent {}

    /** The operator takes back every step; what is still due begins a new ladder with a reminder. */
    record Released() implements StandingEvent {}
}
