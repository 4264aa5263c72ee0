package io.millirun.billing.spend;

import io.millirun.metering.UsageRecord;

/** What is set aside under caps for a call that runs. */
public interface SpendHold {

    /** The call is recorded: what it used takes the place of its worst case. */
    void settle(UsageRecord record);

    /** The call did not run: nothing was used. */
    void release();
}
