package io.millirun.runtimemanager.runtimeapi;

import io.millirun.runtimemanager.instances.AnswerStream;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An answer that is passed on while the handler makes it: piece by piece, no faster than its caller takes it, up to a limit.
 * Used on the event loop of the instance's connection alone.
 */
final class StreamedAnswer {

    private static final String MODE = "Lambda-Runtime-Function-Response-Mode";
    private static final String ERROR_TYPE = "Lambda-Runtime-Function-Error-Type";
    private static final String ERROR_BODY = "Lambda-Runtime-Function-Error-Body";

    private final HttpServerRequest request;
    private final AnswerStream out;
    private final long limit;
    private final Consumer<End> ended;
    private final Context context;
    private final String contentType;
    private boolean begun;
    private boolean overrun;

    /** How the handler's part of a streamed answer ended. */
    sealed interface End {

        /** It is whole. */
        record Complete(String contentType) implements End {}

        /**
         * The handler failed on the way.
         *
         * @param body error object in JSON
         */
        record Failed(String type, Buffer body) implements End {}

        /** It is longer than any may be; the instance still writes. */
        record TooLarge() implements End {}
    }

    private StreamedAnswer(Vertx vertx, HttpServerRequest request, AnswerStream out, long limit, Consumer<End> ended) {
        this.request = request;
        this.out = out;
        this.limit = limit;
        this.ended = ended;
        this.context = vertx.getOrCreateContext();
        String type = request.getHeader("Content-Type");
        this.contentType = type == null ? "application/octet-stream" : type;
    }

    /** Whether {@code request} brings an answer that wants to be streamed. */
    static boolean wanted(HttpServerRequest request) {
        return "streaming".equalsIgnoreCase(request.getHeader(MODE));
    }

    /** Passes {@code request}'s body on to {@code out}, and tells {@code ended} once how that went. */
    static void pass(Vertx vertx, HttpServerRequest request, AnswerStream out, long limit, Consumer<End> ended) {
        var answer = new StreamedAnswer(vertx, request, out, limit, ended);
        request.handler(answer::piece);
        request.endHandler(_ -> answer.end());
    }

    private void piece(Buffer piece) {
        if (overrun) {
            return;
        }
        if (out.written() + piece.length() > limit) {
            overrun = true;
            ended.accept(new End.TooLarge());
            return;
        }
        begin();
        if (!out.write(piece)) {
            request.pause();
            out.whenDrained(() -> context.runOnContext(_ -> request.resume()));
        }
    }

    private void end() {
        if (overrun) {
            return;
        }
        Optional<String> error = Trailers.of(request, ERROR_TYPE);
        if (error.isPresent()) {
            ended.accept(new End.Failed(error.get(), errorBody(error.get())));
        } else {
            begin();
            ended.accept(new End.Complete(contentType));
        }
    }

    private void begin() {
        if (!begun) {
            begun = true;
            out.begin(contentType);
        }
    }

    private Buffer errorBody(String type) {
        String encoded = Trailers.of(request, ERROR_BODY).orElse("");
        try {
            byte[] body = Base64.getMimeDecoder().decode(encoded.getBytes(StandardCharsets.ISO_8859_1));
            return body.length == 0 ? Errors.json(type, "The function failed while it answered.") : Buffer.buffer(body);
        } catch (IllegalArgumentException _) {
            return Buffer.buffer(encoded);
        }
    }
}
