package io.millirun.runtimemanager.code;

import io.millirun.kernel.Fault;
import io.millirun.kernel.MillirunException;

/** The code that somebody wants to deploy cannot be a package; the message says what is wrong with which entry. */
public final class InvalidPackageException extends MillirunException {

    private InvalidPackageException(String code, String message) {
        super(Fault.CALLER, code, message);
    }

    /** The package has something wrong in it. */
    static InvalidPackageException because(String message) {
        return new InvalidPackageException("InvalidParameterValueException", message);
    }

    /** The package is larger than a package may be as uploaded. */
    static InvalidPackageException tooLarge() {
        return new InvalidPackageException(
                "RequestEntityTooLargeException",
                "The package is larger than " + PackageLimits.ZIPPED_BYTES / 1_048_576 + " MB.");
    }
}
