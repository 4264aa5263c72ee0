package io.millirun.runtimemanager.runtimeapi;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/** Error objects as callers of AWS Lambda know them. */
final class Errors {

    /** The type of an answer that is longer than any may be. */
    static final String TOO_LARGE = "Function.ResponseSizeTooLarge";

    private Errors() {}

    static Buffer json(String type, String message) {
        return new JsonObject()
                .put("errorType", type)
                .put("errorMessage", message)
                .toBuffer();
    }

    static Buffer tooLarge(long limit) {
        return json(TOO_LARGE, "Response payload size exceeded maximum allowed payload size (" + limit + " bytes).");
    }
}
