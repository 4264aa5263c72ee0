package io.millirun.runtimemanager.schedules;

import io.millirun.kernel.Fault;
import io.millirun.kernel.MillirunException;

/** A schedule cannot be as somebody wants it; nothing was changed. */
public final class InvalidScheduleException extends MillirunException {

    private final String field;

    /**
     * @param field what of the schedule is wrong: {@code name}, {@code expression}, {@code timeZone}…
     * @param message a sentence for the person who can mend it
     */
    public InvalidScheduleException(String field, String message) {
        super(Fault.CALLER, "InvalidParameterValueException", message);
        this.field = field;
    }

    /** What of the schedule is wrong. */
    public String field() {
        return field;
    }
}
