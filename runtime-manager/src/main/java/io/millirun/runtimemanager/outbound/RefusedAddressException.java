package io.millirun.runtimemanager.outbound;

import io.millirun.kernel.Fault;
import io.millirun.kernel.MillirunException;

/** A tenant chose an address that requests must not go to. */
public final class RefusedAddressException extends MillirunException {

    RefusedAddressException(String message) {
        super(Fault.CALLER, "AddressRefused", message);
    }
}
