package io.millirun.runtimemanager.gateway;

import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.instances.CallEnd;
import io.millirun.runtimemanager.invocation.Answer;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;

/** The answer of {@code InvokeWithResponseStream}: an event for each piece, and one at the end that says how it went. */
final class EventStreamAnswer extends CallerStream {

    private static final int LARGEST_PIECE = 256 * 1024;

    private final FunctionVersion version;
    private final String requestId;
    private final boolean tail;

    /** @param tail whether the last 4 KB of the call's log are wanted */
    EventStreamAnswer(Vertx vertx, HttpServerRequest request, FunctionVersion version, String requestId, boolean tail) {
        super(vertx, request);
        this.version = version;
        this.requestId = requestId;
        this.tail = tail;
    }

    @Override
    void start(String contentType) {
        response()
                .setChunked(true)
                .putHeader(Replies.REQUEST_ID, requestId)
                .putHeader("Content-Type", EventStream.CONTENT_TYPE)
                .putHeader("X-Amzn-Remapped-Content-Type", contentType)
                .putHeader("X-Amz-Executed-Version", version.version())
                .putHeader("Trailer", Replies.FIGURES);
    }

    @Override
    Buffer encode(Buffer piece) {
        return EventStream.payloadChunk(piece);
    }

    @Override
    void finish(Answer answer) {
        JsonObject end = new JsonObject();
        switch (answer) {
            case Answer.Ran ran -> {
                if (ran.end() instanceof CallEnd.Failed failed) {
                    end.put("ErrorCode", failed.errorType())
                            .put("ErrorDetails", failed.payload().toString());
                }
                if (tail) {
                    end.put("LogResult", ran.log().tail());
                }
                var figures = MultiMap.caseInsensitiveMultiMap();
                Replies.figures(figures, ran);
                figures.forEach(end::put);
                figures.forEach(response()::putTrailer);
            }
            case Answer.Broken broken ->
                end.put("ErrorCode", "ServiceException").put("ErrorDetails", broken.message());
            case Answer.NotRun refused ->
                end.put("ErrorCode", "ServiceException")
                        .put("ErrorDetails", refused.why().message());
        }
        response().end(EventStream.invokeComplete(end.toBuffer()));
    }

    @Override
    void whole(Answer answer) {
        switch (answer) {
            case Answer.NotRun refused -> Replies.notRun(response(), refused);
            case Answer.Broken broken -> Replies.broken(response(), broken);
            case Answer.Ran ran -> {
                if (ran.end() instanceof CallEnd.Answered answered) {
                    start(answered.contentType());
                    pieces(answered.payload());
                } else {
                    start("application/octet-stream");
                }
                finish(answer);
            }
        }
    }

    private void pieces(Buffer payload) {
        for (int from = 0; from < payload.length(); from += LARGEST_PIECE) {
            response().write(encode(payload.slice(from, Math.min(payload.length(), from + LARGEST_PIECE))));
        }
    }
}
