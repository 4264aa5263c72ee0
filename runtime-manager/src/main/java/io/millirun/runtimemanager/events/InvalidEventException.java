package io.millirun.runtimemanager.events;

import io.millirun.kernel.Fault;
import io.millirun.kernel.MillirunException;

/** Something about events cannot be as somebody wants it; nothing was changed. */
public final class InvalidEventException extends MillirunException {

    /** @param message a sentence for the person who can mend it */
    public InvalidEventException(String message) {
        super(Fault.CALLER, "InvalidParameterValueException", message);
    }
}
