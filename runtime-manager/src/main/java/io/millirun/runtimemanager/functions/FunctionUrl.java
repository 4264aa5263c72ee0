package io.millirun.runtimemanager.functions;

import org.jspecify.annotations.Nullable;

/**
 * How the URL of a function, or of one of its aliases, answers.
 *
 * @param cors null if answers carry what the handler says about other origins, and nothing else
 * @param figures whether answers carry what the call took and cost although anyone may call
 */
public record FunctionUrl(UrlAuth auth, @Nullable UrlCors cors, InvokeMode mode, boolean figures) {

    /** What holds where nobody configured a URL: who may invoke the function may use it. */
    public static final FunctionUrl UNCONFIGURED =
            new FunctionUrl(UrlAuth.ACCESS_KEY, null, InvokeMode.BUFFERED, false);
}
