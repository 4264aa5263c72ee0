package io.millirun.metering.ingest;

/** Why a record was not taken in. */
enum Refusal {
    /** The same id is there already with another content. */
    CONFLICT,
    /** Its day lies before what is kept. */
    EXPIRED,
    /** Its day has not begun: a clock is wrong. */
    FUTURE,
    /** The database does not accept its values. */
    INVALID,
    /** The disk damaged it. */
    UNREADABLE
}
