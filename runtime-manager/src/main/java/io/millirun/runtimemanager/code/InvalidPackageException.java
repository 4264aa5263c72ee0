package io.millirun.runtimemanager.code;

import io.millirun.kernel.Fault;
import io.millirun.kernel.MillirunException;
import org.jspecify.annotations.Nullable;

/** The code that somebody wants to deploy cannot be a package; the message says what is wrong with which entry. */
public final class InvalidPackageException extends MillirunException {

    private InvalidPackageException(String code, String message, @Nullable Throwable cause) {
        super(Fault.CALLER, code, message, cause);
    }

    /** The package has something wrong in it. */
    static InvalidPackageException because(String message) {
        return because(message, null);
    }

    static InvalidPackageException because(String message, @Nullable Throwable cause) {
        return new InvalidPackageException("InvalidParameterValueException", message, cause);
    }

    /** The package is larger than a package may be as uploaded. */
    static InvalidPackageException tooLarge() {
        return new InvalidPackageException(
                "RequestEntityTooLargeException",
                "The package is larger than " + PackageLimits.ZIPPED_BYTES / 1_048_576 + " MB.",
                null);
    }
}
