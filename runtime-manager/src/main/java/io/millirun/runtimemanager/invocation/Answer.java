package io.millirun.runtimemanager.invocation;

import io.millirun.kernel.InvocationId;
import io.millirun.metering.UsageRecord;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.instances.CallEnd;

/** What a gateway answers from. */
public sealed interface Answer {

    /** Identifies the call in answers, logs and records. */
    InvocationId id();

    /**
     * It ran, and its record is durable.
     *
     * @param end {@link CallEnd.Answered} or {@link CallEnd.Failed}
     * @param price list price of this one call, exact decimal and currency
     */
    record Ran(FunctionVersion version, CallEnd end, UsageRecord record, String price, InvocationLog log)
            implements Answer {

        @Override
        public InvocationId id() {
            return record.id();
        }
    }

    /** It was not run, and is not charged. */
    record NotRun(InvocationId id, CallEnd.Refused why) implements Answer {}

    /** We failed; it is not charged. */
    record Broken(InvocationId id, String message) implements Answer {}
}
