package io.millirun.runtimemanager.lambdaapi;

import io.millirun.kernel.Fault;
import io.millirun.kernel.MillirunException;

/** Errors with the types that the API reference documents, and their statuses. */
final class ApiError {

    private ApiError() {}

    static MillirunException invalid(String message) {
        return new MillirunException(Fault.CALLER, "InvalidParameterValueException", message);
    }

    static MillirunException malformed(String message) {
        return new MillirunException(Fault.CALLER, "InvalidRequestContentException", message);
    }

    static MillirunException notFound(String message) {
        return new MillirunException(Fault.CALLER, "ResourceNotFoundException", message);
    }

    static MillirunException conflict(String message) {
        return new MillirunException(Fault.CALLER, "ResourceConflictException", message);
    }

    static MillirunException denied(String message) {
        return new MillirunException(Fault.CALLER, "AccessDeniedException", message);
    }

    static MillirunException precondition(String message) {
        return new MillirunException(Fault.CALLER, "PreconditionFailedException", message);
    }

    /** An error of the caller's with this type. */
    static MillirunException of(String type, String message) {
        return new MillirunException(Fault.CALLER, type, message);
    }

    /** The status that goes with an error's type. */
    static int status(MillirunException error) {
        return switch (error.code()) {
            case "AccessDeniedException",
                    "UnrecognizedClientException",
                    "InvalidSignatureException",
                    "IncompleteSignatureException",
                    "MissingAuthenticationTokenException" -> 403;
            case "ResourceNotFoundException",
                    "CodeSigningConfigNotFoundException",
                    "ProvisionedConcurrencyConfigNotFoundException",
                    "UnknownOperationException" -> 404;
            case "ResourceConflictException" -> 409;
            case "PreconditionFailedException" -> 412;
            case "RequestTooLargeException", "RequestEntityTooLargeException" -> 413;
            case "UnsupportedMediaTypeException" -> 415;
            case "TooManyRequestsException" -> 429;
            case "ServiceUnavailableException" -> 503;
            default ->
                switch (error.fault()) {
                    case CALLER, TENANT_CODE -> 400;
                    case CAPACITY -> 429;
                    case DEPENDENCY -> 503;
                    case PLATFORM -> 500;
                };
        };
    }
}
