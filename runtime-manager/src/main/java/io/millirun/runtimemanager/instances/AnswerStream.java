package io.millirun.runtimemanager.instances;

import io.vertx.core.buffer.Buffer;

/**
 * Where an answer goes while its handler still makes it. Methods are called in order, on whatever thread; what arrives
 * after the call has ended is dropped.
 */
public interface AnswerStream {

    /** The answer begins: called once, before its first piece. */
    void begin(String contentType);

    /** Passes {@code piece} on and tells whether more may follow at once. */
    boolean write(Buffer piece);

    /** Runs {@code more}, once, as soon as more may follow. */
    void whenDrained(Runnable more);

    /** Bytes that the handler has written so far. */
    long written();
}
