package io.millirun.billing.suspension;

import java.time.Instant;

/** What an organization is told about its standing. */
public sealed interface StandingNews {

    /** First step; a warning follows then. */
    record Reminder(Arrears arrears, Instant warning) implements StandingNews {}

    /** Second step; the organization becomes read-only then. */
    record Warning(Arrears arrears, Instant readOnly) implements StandingNews {}

    /** Third step; its functions are stopped then. */
    record ReadOnly(Arrears arrears, Instant stop) implements StandingNews {}

    /** Last step. */
    record Stopped(Arrears arrears) implements StandingNews {}

    /** In good standing again. */
    record Restored() implements StandingNews {}
}
