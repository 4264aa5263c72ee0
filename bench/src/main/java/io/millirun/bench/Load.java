package io.millirun.bench;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Ways to call a server many times. */
final class Load {

    private Load() {}

    /** One request on a connection; throws unless it was answered as it should. */
    @FunctionalInterface
    interface Request {
        void send(Wire wire) throws IOException;
    }

    /**
     * Closed loop: {@code callers} that each send their next request when the last one is answered. A tenth as many
     * requests come first and are not counted.
     */
    static Sample closed(String name, URI server, int callers, int perCaller, Request request)
            throws IOException, InterruptedException {
        try (var threads = Executors.newFixedThreadPool(callers)) {
            for (Future<long[]> warm :
                    threads.invokeAll(copies(callers, server, Math.max(1, perCaller / 10), request))) {
                warm.get();
            }
            long start = System.nanoTime();
            List<long[]> times = new ArrayList<>();
            for (Future<long[]> caller : threads.invokeAll(copies(callers, server, perCaller, request))) {
                times.add(caller.get());
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            return new Sample(name, times.stream().flatMapToLong(Arrays::stream).toArray(), seconds);
        } catch (ExecutionException failed) {
            throw new IOException(name + ": " + failed.getCause(), failed);
        }
    }

    /**
     * Open loop: {@code count} requests at fixed times, {@code perSecond} of them a second, whatever the answers do. Each
     * time counts from when the request was due, so that waiting is not hidden.
     */
    static Sample open(String name, URI server, double perSecond, int count, Request request)
            throws IOException, InterruptedException {
        var idle = new ConcurrentLinkedDeque<Wire>();
        var times = new ConcurrentLinkedQueue<Long>();
        var failed = new AtomicInteger();
        long interval = (long) (1e9 / perSecond);
        long start = System.nanoTime() + 1_000_000;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                long due = start + i * interval;
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                threads.execute(() -> {
                    if (once(server, idle, request)) {
                        times.add(System.nanoTime() - due);
                    } else {
                        failed.incrementAndGet();
                    }
                });
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        for (Wire wire : idle) {
            wire.close();
        }
        if (failed.get() > 0) {
            throw new IOException(name + ": " + failed.get() + " of " + count + " requests failed");
        }
        return new Sample(name, times.stream().mapToLong(Long::longValue).toArray(), seconds);
    }

    /** All of {@code requests} at the same moment, each on a connection of its own. */
    static Sample burst(String name, URI server, List<Request> requests) throws IOException, InterruptedException {
        List<Wire> wires = new ArrayList<>();
        for (var _ : requests) {
            wires.add(new Wire(server));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long start = System.nanoTime();
            List<Future<Long>> running = new ArrayList<>();
            for (int i = 0; i < wires.size(); i++) {
                Wire wire = wires.get(i);
                Request request = requests.get(i);
                running.add(threads.submit(() -> {
                    request.send(wire);
                    return System.nanoTime() - start;
                }));
            }
            List<Long> nanos = new ArrayList<>();
            for (Future<Long> one : running) {
                nanos.add(one.get());
            }
            return new Sample(
                    name, nanos.stream().mapToLong(Long::longValue).toArray(), (System.nanoTime() - start) / 1e9);
        } catch (ExecutionException failed) {
            throw new IOException(name + ": " + failed.getCause(), failed);
        } finally {
            for (Wire wire : wires) {
                wire.close();
            }
        }
    }

    private static boolean once(URI server, ConcurrentLinkedDeque<Wire> idle, Request request) {
        try {
            Wire pooled = idle.pollFirst();
            Wire wire = pooled == null ? new Wire(server) : pooled;
            request.send(wire);
            idle.addFirst(wire);
            return true;
        } catch (IOException failed) {
            System.err.println(failed.getMessage());
            return false;
        }
    }

    private static List<Callable<long[]>> copies(int callers, URI server, int count, Request request) {
        List<Callable<long[]>> work = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            work.add(() -> caller(server, count, request));
        }
        return work;
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
