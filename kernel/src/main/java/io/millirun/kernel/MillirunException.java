package io.millirun.kernel;

import org.jspecify.annotations.Nullable;

/** An unexpected end of an operation, with a stable code and whose fault it is. */
public class MillirunException extends RuntimeException {

    private final Fault fault;
    private final String code;
    private final String message;

    /**
     * @param code stable, machine-readable, in the manner of {@code InvalidParameterValue}
     * @param message a sentence for the person who can act on it
     */
    public MillirunException(Fault fault, String code, String message) {
        this(fault, code, message, null);
    }

    public MillirunException(Fault fault, String code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.fault = fault;
        this.code = code;
        this.message = message;
    }

    /** The sentence for the person who can act on it. */
    public String message() {
        return message;
    }

    public Fault fault() {
        return fault;
    }

    public String code() {
        return code;
    }
}
