package io.millirun.runtimemanager.events;

import io.millirun.kernel.Fault;
import io.millirun.kernel.MillirunException;

/** A webhook's address is one that messages must not be sent to. */
final class RefusedAddressException extends MillirunException {

    RefusedAddressException(String message) {
        super(Fault.CALLER, "AddressRefused", message);
    }
}
