package io.millirun.runtimemanager.gateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * The head of an HTTP answer that a handler writes before its body: status, headers and cookies in JSON, then eight zero
 * bytes.
 *
 * @param answer {@code statusCode}, {@code headers} and {@code cookies}
 * @param length bytes of the prelude with its end
 */
record Prelude(JsonObject answer, int length) {

    /** The type of an answer that begins with a prelude. */
    static final String CONTENT_TYPE = "application/vnd.awslambda.http-integration-response";

    /** The longest prelude, as long as the headers of an answer may be. */
    static final int LIMIT = 64 * 1024;

    private static final int ZEROS = 8;

    /** The prelude that {@code bytes} begin with; empty if its end is not there yet, or ever. */
    static Optional<Prelude> of(Buffer bytes) throws DecodeException {
        int zeros = 0;
        for (int i = 0; i < bytes.length(); i++) {
            zeros = bytes.getByte(i) == 0 ? zeros + 1 : 0;
            if (zeros == ZEROS) {
                Buffer json = bytes.slice(0, i + 1 - ZEROS);
                JsonObject answer = json.length() == 0 ? new JsonObject() : json.toJsonObject();
                return Optional.of(
                        new Prelude(answer.containsKey("statusCode") ? answer : answer.put("statusCode", 200), i + 1));
            }
        }
        return Optional.empty();
    }
}
