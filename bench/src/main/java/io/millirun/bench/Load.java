package io.millirun.bench;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Callers that each send their next request when the last one is answered. */
final class Load {

    private Load() {}

    /** One request on a connection; throws unless it was answered as it should. */
    interface Request {
        void send(Wire wire) throws IOException;
    }

    /** Times {@code perCaller} requests of each of {@code callers}, after a tenth as many that are not counted. */
    static Sample run(String name, URI server, int callers, int perCaller, Request request)
            throws IOException, InterruptedException {
        try (var threads = Executors.newFixedThreadPool(callers)) {
            List<Callable<long[]>> work = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                work.add(() -> caller(server, perCaller, request));
            }
            for (Future<long[]> _ : threads.invokeAll(work.stream()
                    .<Callable<long[]>>map(_ -> () -> caller(server, perCaller / 10, request))
                    .toList())) {
                // warmed up
            }
            long start = System.nanoTime();
            List<long[]> times = new ArrayList<>();
            for (Future<long[]> caller : threads.invokeAll(work)) {
                times.add(caller.get());
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            return new Sample(name, times.stream().flatMapToLong(Arrays::stream).toArray(), seconds);
        } catch (ExecutionException failed) {
            throw new IOException(name + ": " + failed.getCause(), failed);
        }
    }

    private static long[] caller(URI server, int count, Request request) throws IOException {
        long[] nanos = new long[count];
        try (var wire = new Wire(server)) {
            for (int i = 0; i < count; i++) {
                long start = System.nanoTime();
                request.send(wire);
                nanos[i] = System.nanoTime() - start;
            }
        }
        return nanos;
    }
}
