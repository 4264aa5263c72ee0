package io.millirun.runtimemanager.gateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;

/** Reads a request's body up to a limit; a longer one is read to its end, dropped and refused. */
final class RequestBody {

    private RequestBody() {}

    static void read(HttpServerRequest request, int limit, Consumer<Buffer> complete, Runnable tooLarge) {
        Buffer body = Buffer.buffer();
        boolean[] over = {false};
        request.handler(chunk -> {
            over[0] |= body.length() + chunk.length() > limit;
            if (!over[0]) {
                body.appendBuffer(chunk);
            }
        });
        request.endHandler(_ -> {
            if (over[0]) {
                tooLarge.run();
            } else {
                complete.accept(body);
            }
        });
    }
}
