package io.millirun.billing.spend;

import io.millirun.billing.spend.Leases.Renewal;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renews leases, off the way of calls; each one by one thread at a time. */
class Renewals {

    private static final Logger log = LoggerFactory.getLogger(Renewals.class);

    /** How long an answer of the database that there is no more is not asked for again. */
    private static final long DENIAL_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final Leases leases;
    private final Executor executor;
    private final LongSupplier nanos;
    private volatile Runnable whenEmptied = () -> {};

    Renewals(Leases leases, Executor executor, LongSupplier nanos) {
        this.leases = leases;
        this.executor = executor;
        this.nanos = nanos;
    }

    /** Calls {@code listener} whenever the spool was found empty. */
    void whenEmptied(Runnable listener) {
        whenEmptied = listener;
    }

    void emptied() {
        whenEmptied.run();
    }

    /** Renews soon, on another thread. */
    void soon(Lease lease) {
        executor.execute(() -> renew(lease, false));
    }

    /** Renews because the time has come. */
    boolean periodic(Lease lease) {
        return renew(lease, true);
    }

    /** Gives up all slack and asks anew: the cap has changed. */
    boolean anew(Lease lease) {
        lease.doubt();
        return renew(lease, false);
    }

    /** Renews; false if that failed, or if another thread does so at the moment. */
    private boolean renew(Lease lease, boolean periodic) {
        do {
            Ask ask = lease.begin(periodic);
            if (ask == null) {
                return false;
            }
            try {
                switch (leases.renew(ask)) {
                    case Renewal.Granted(var grant) ->
                        lease.granted(grant.extra(), grant.denied(), nanos.getAsLong() + DENIAL_NANOS);
                    case Renewal.Uncapped _ ->
                        lease.granted(ask.need(ask.waiting().size()), false, nanos.getAsLong());
                }
            } catch (RuntimeException failed) {
                log.warn(
                        "what is left under the cap of {} cannot be found out: {}", lease.scope(), failed.getMessage());
                lease.failed(nanos.getAsLong() + DENIAL_NANOS);
                return false;
            }
        } while (lease.wantsAnother());
        return true;
    }
}
