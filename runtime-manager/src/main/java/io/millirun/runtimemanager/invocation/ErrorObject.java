package io.millirun.runtimemanager.invocation;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;

/** The error objects of runtimes: {@code errorType}, {@code errorMessage} and more, made by code that is not ours. */
final class ErrorObject {

    private static final int LONGEST = 2_000;

    private ErrorObject() {}

    /** The message, shortened; empty if there is none. */
    static String message(Buffer payload) {
        try {
            return Json.decodeValue(payload) instanceof JsonObject error
                            && error.getValue("errorMessage") instanceof String message
                    ? message.substring(0, Math.min(message.length(), LONGEST))
                    : "";
        } catch (DecodeException _) {
            return "";
        }
    }
}
