package io.millirun.billing.spend;

/** Port to what all processes share: it knows what each holds, and grants what is left under the caps. */
interface Leases {

    /**
     * Notes what this process holds and grants more of it, in one step that others see whole or not at all.
     *
     * @throws RuntimeException if that is not known to have happened
     */
    Renewal renew(Ask ask);

    /** What became of a renewal. */
    sealed interface Renewal {

        /** The process may hold more. */
        record Granted(Grant grant) implements Renewal {}

        /** There is no such cap any more; nothing is kept of the lease. */
        record Uncapped() implements Renewal {}
    }
}
