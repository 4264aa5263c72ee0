package io.millirun.runtimemanager;

import io.millirun.metering.UsageRecord;
import java.util.concurrent.CompletionStage;

/** Whether a call may run. */
public sealed interface Admission {

    /** Nothing limits the organization's spend. */
    Admitted FREE = new Admitted(new Reservation() {
        @Override
        public void settle(UsageRecord record) {}

        @Override
        public void release() {}
    });

    /** It may; exactly one method of the reservation must be called when it is over. */
    record Admitted(Reservation reservation) implements Admission {}

    /** It may not; the message is for the caller. */
    record Refused(Reason reason, String message) implements Admission {}

    /** It is being found out: the stage ends soon, never with a failure and never with another of its kind. */
    record Waiting(CompletionStage<Admission> decision) implements Admission {}

    /** Why a call may not run. */
    enum Reason {
        /** The worst case of this call and of those that run would exceed the organization's cap. */
        SPEND_CAP_REACHED,
        /** The same for the function's own cap. */
        FUNCTION_SPEND_CAP_REACHED,
        /** The organization was stopped, because it did not pay or by the operator. */
        ORGANIZATION_STOPPED,
        /** What is left under a cap cannot be found out now. */
        UNKNOWN
    }

    /** What is set aside for one call. */
    interface Reservation {

        /** The call ran: what it used takes the place of its worst case. */
        void settle(UsageRecord record);

        /** The call did not run, or is not recorded: nothing was used. */
        void release();
    }
}
