package io.millirun.runtimemanager.functions;

/** Who may call a function's URL. */
public enum UrlAuth {
    /** Anyone. */
    NONE,
    /** Callers with an access key of the organization. */
    ACCESS_KEY
}
