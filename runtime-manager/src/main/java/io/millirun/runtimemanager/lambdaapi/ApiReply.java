package io.millirun.runtimemanager.lambdaapi;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** What an operation answers; a null body is none. */
record ApiReply(int status, @Nullable JsonObject body) {

    static ApiReply ok(JsonObject body) {
        return new ApiReply(200, body);
    }

    static ApiReply created(JsonObject body) {
        return new ApiReply(201, body);
    }

    static ApiReply nothing() {
        return new ApiReply(204, null);
    }
}
