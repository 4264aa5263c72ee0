package io.millirun.billing.notice;

import io.millirun.billing.TestBilling;
import java.time.Clock;

/** Notices over a test database. */
public final class TestNotices {

    private TestNotices() {}

    /** Notices that are told at the clock's time. */
    public static Notices over(TestBilling billing, Clock clock) {
        return new Notices(billing.worker(), clock);
    }
}
