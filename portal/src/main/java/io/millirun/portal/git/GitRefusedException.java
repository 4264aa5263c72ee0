package io.millirun.portal.git;

import io.millirun.kernel.Fault;
import io.millirun.kernel.MillirunException;
import org.jspecify.annotations.Nullable;

/** A repository cannot be fetched; the message says why to whoever named it. */
public final class GitRefusedException extends MillirunException {

    GitRefusedException(String message) {
        this(message, null);
    }

    GitRefusedException(String message, @Nullable Throwable cause) {
        super(Fault.CALLER, "GitRefused", message, cause);
    }
}
