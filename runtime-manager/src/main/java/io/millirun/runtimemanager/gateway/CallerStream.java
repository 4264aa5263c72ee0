package io.millirun.runtimemanager.gateway;

import io.millirun.runtimemanager.instances.AnswerStream;
import io.millirun.runtimemanager.invocation.Answer;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * An answer on its way to a caller while its handler makes it. Everything is written on the event loop of the caller's
 * connection, in order. A caller that reads slowly holds the handler back; one that has gone does not: as on AWS Lambda the
 * handler goes on, and what it writes is dropped.
 */
abstract class CallerStream implements AnswerStream {

    private static final long MOST_UNDERWAY = 256 * 1024;

    private final HttpServerRequest request;
    private final Context context;
    private final AtomicLong underway = new AtomicLong();
    private final AtomicReference<Runnable> waiting = new AtomicReference<>();
    private final AtomicLong written = new AtomicLong();
    private boolean begun;
    private boolean over;

    /** Made on the event loop of {@code request}'s connection. */
    CallerStream(Vertx vertx, HttpServerRequest request) {
        this.request = request;
        this.context = vertx.getOrCreateContext();
    }

    final HttpServerRequest request() {
        return request;
    }

    final HttpServerResponse response() {
        return request.response();
    }

    /** Sends head and whatever comes before the first piece. */
    abstract void start(String contentType);

    /** What stands on the wire for {@code piece}; empty if it is nothing yet. */
    abstract Buffer encode(Buffer piece);

    /** Sends what comes after the last piece of an answer that has begun, and ends it. */
    abstract void finish(Answer answer);

    /** Answers a call of which nothing was streamed. */
    abstract void whole(Answer answer);

    @Override
    public final void begin(String contentType) {
        context.runOnContext(_ -> {
            if (!over) {
                begun = true;
                if (!response().closed()) {
                    start(contentType);
                }
            }
        });
    }

    @Override
    public final boolean write(Buffer piece) {
        int length = piece.length();
        written.addAndGet(length);
        boolean more = underway.addAndGet(length) < MOST_UNDERWAY;
        context.runOnContext(_ -> {
            if (over || response().closed()) {
                arrived(length);
                return;
            }
            Buffer encoded = encode(piece);
            if (encoded.length() == 0) {
                arrived(length);
            } else {
                response().write(encoded).onComplete(_ -> arrived(length));
            }
        });
        return more;
    }

    @Override
    public final void whenDrained(Runnable more) {
        waiting.set(more);
        if (underway.get() < MOST_UNDERWAY) {
            drained();
        }
    }

    @Override
    public final long written() {
        return written.get();
    }

    /** The call has ended, and its record is durable: says so to the caller. */
    final void end(Answer answer) {
        context.runOnContext(_ -> {
            over = true;
            if (response().closed()) {
                return;
            }
            if (begun) {
                finish(answer);
            } else {
                whole(answer);
            }
        });
    }

    private void arrived(int length) {
        if (underway.addAndGet(-length) < MOST_UNDERWAY) {
            drained();
        }
    }

    private void drained() {
        Runnable more = waiting.getAndSet(null);
        if (more != null) {
            more.run();
        }
    }
}
