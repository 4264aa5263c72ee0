package io.millirun.runtimemanager.gateway;

import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.instances.CallEnd;
import io.millirun.runtimemanager.invocation.Answer;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The answer of a function URL that streams: what the handler writes, after the head that its prelude describes. */
final class UrlStreamAnswer extends CallerStream {

    private final FunctionVersion version;
    private final String requestId;
    private final Set<String> portalCookies;
    private final Consumer<Answer> buffered;
    private Buffer head = Buffer.buffer();
    private boolean headSent;
    private boolean failed;

    /** @param buffered answers when nothing was streamed */
    UrlStreamAnswer(
            Vertx vertx,
            HttpServerRequest request,
            FunctionVersion version,
            String requestId,
            Set<String> portalCookies,
            Consumer<Answer> buffered) {
        super(vertx, request);
        this.version = version;
        this.requestId = requestId;
        this.portalCookies = portalCookies;
        this.buffered = buffered;
    }

    @Override
    void start(String contentType) {
        response().setChunked(true).putHeader(Replies.REQUEST_ID, requestId);
        if (Replies.shows(version)) {
            response().putHeader("Trailer", Replies.FIGURES);
        }
        if (!contentType.equals(Prelude.CONTENT_TYPE)) {
            response().putHeader("Content-Type", contentType);
            headSent = true;
        }
    }

    @Override
    Buffer encode(Buffer piece) {
        if (failed) {
            return Buffer.buffer();
        }
        if (headSent) {
            return body(piece);
        }
        head.appendBuffer(piece);
        try {
            Optional<Prelude> prelude = Prelude.of(head);
            if (prelude.isPresent()) {
                failed = !UrlAnswer.head(response(), prelude.get().answer(), portalCookies);
                headSent = !failed;
                Buffer rest = head.getBuffer(prelude.get().length(), head.length());
                head = Buffer.buffer();
                // The head goes out now, not with the first byte of a body that may be long in coming.
                if (headSent) {
                    response().writeHead();
                }
                return failed ? Buffer.buffer() : body(rest);
            }
            failed = head.length() > Prelude.LIMIT;
        } catch (DecodeException _) {
            failed = true;
        }
        return Buffer.buffer();
    }

    private Buffer body(Buffer bytes) {
        return HttpMethod.HEAD.equals(request().method()) ? Buffer.buffer() : bytes;
    }

    @Override
    void finish(Answer answer) {
        if (!headSent) {
            UrlAnswer.failed(response(), false);
        } else if (answer instanceof Answer.Ran ran && ran.end() instanceof CallEnd.Answered) {
            if (Replies.shows(version)) {
                var figures = MultiMap.caseInsensitiveMultiMap();
                Replies.figures(figures, ran);
                figures.forEach(response()::putTrailer);
            }
            response().end();
        } else {
            // A chunked answer without its end is the one way to tell any client that it is not whole.
            response().reset();
        }
    }

    @Override
    void whole(Answer answer) {
        buffered.accept(answer);
    }
}
