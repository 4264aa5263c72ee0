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
        return text(payload, "errorMessage");
    }

    /** The type that the runtime told beside the object, or the one in it where that tells nothing. */
    static String type(String told, Buffer payload) {
        String own = told.isEmpty() || told.equals("Unhandled") ? text(payload, "errorType") : "";
        return own.isEmpty() ? told : own;
    }

    private static String text(Buffer payload, String name) {
        try {
            return Json.decodeValue(payload) instanceof JsonObject error && error.getValue(name) instanceof String text
                    ? text.substring(0, Math.min(text.length(), LONGEST))
                    : "";
        } catch (DecodeException _) {
            return "";
        }
    }
}
