package io.millirun.runtimemanager.instances;

/** Decides what becomes of a call that has just come in: pure, from numbers alone. */
final class Placement {

    private Placement() {}

    /** What to do with the call. */
    enum Choice {
        /** Give it to an instance that waits. */
        USE_INSTANCE,
        /** Let it wait: enough instances are on their way. */
        WAIT,
        /** Let it wait, and ask for one more instance. */
        WAIT_AND_GROW,
        /** Refuse it: the tenant's concurrency is used up. */
        REFUSE_CONCURRENCY,
        /** Refuse it: too many calls wait already. */
        REFUSE_QUEUE
    }

    /**
     * What the choice depends on.
     *
     * @param available instances of the version that wait for a call
     * @param waiting calls of the version that wait for an instance
     * @param onTheWay instances of the version that are being prepared
     * @param tenantCalls calls of the tenant that run or wait, this one not counted
     */
    record Situation(int available, int waiting, int onTheWay, int tenantCalls) {}

    static Choice choose(Situation now, FleetSettings settings) {
        if (now.tenantCalls() >= settings.concurrencyPerOrganization()) {
            return Choice.REFUSE_CONCURRENCY;
        }
        if (now.available() > 0) {
            return Choice.USE_INSTANCE;
        }
        if (now.waiting() >= settings.queuePerFunction()) {
            return Choice.REFUSE_QUEUE;
        }
        return now.waiting() < now.onTheWay() ? Choice.WAIT : Choice.WAIT_AND_GROW;
    }
}
