package io.millirun.runtimemanager.instances;

import io.millirun.kernel.Fault;
import io.millirun.kernel.MillirunException;

/** The container engine refused, failed or did not answer in time. */
public final class DriverException extends MillirunException {

    public DriverException(String message, Throwable cause) {
        super(Fault.DEPENDENCY, "ContainerEngine", message, cause);
    }
}
