package io.millirun.runtimemanager.functions;

/**
 * One thing that is wrong with what somebody wants to deploy.
 *
 * @param message a sentence for the person who can mend it
 */
public record FunctionProblem(Field field, String message) {

    /** What of a function a problem is about. */
    public enum Field {
        NAME,
        RUNTIME,
        HANDLER,
        MEMORY,
        TIMEOUT,
        ENVIRONMENT,
        DESCRIPTION,
        STORAGE,
        LAYERS
    }
}
