package io.millirun.runtimemanager.lambdaapi;

import io.millirun.runtimemanager.Caller;
import io.millirun.runtimemanager.Scope;
import io.millirun.runtimemanager.functions.FunctionName;

/** Whether a caller's credential admits to what it asks for. */
public final class Grant {

    private Grant() {}

    /**
     * Lets the caller pass who may do {@code scope} to {@code function}.
     *
     * @throws io.millirun.kernel.MillirunException {@code AccessDeniedException} if not
     */
    public static void require(Caller caller, Scope scope, FunctionName function) {
        if (!caller.may(scope, function.value())) {
            throw ApiError.denied("The access key " + caller.name() + " is not authorized to " + words(scope)
                    + " the function " + function + ".");
        }
    }

    /** @throws io.millirun.kernel.MillirunException {@code AccessDeniedException} if not, whatever the function */
    static void require(Caller caller, Scope scope) {
        if (!caller.may(scope)) {
            throw ApiError.denied(
                    "The access key " + caller.name() + " is not authorized to " + words(scope) + " functions.");
        }
    }

    private static String words(Scope scope) {
        return switch (scope) {
            case INVOKE -> "invoke";
            case READ -> "read";
            case DEPLOY -> "change";
            case BILLING -> "see the bills of";
            case ADMIN -> "administer";
            case OPERATE -> "operate the platform";
        };
    }
}
