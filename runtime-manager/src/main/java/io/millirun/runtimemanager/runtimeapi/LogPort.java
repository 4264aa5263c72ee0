package io.millirun.runtimemanager.runtimeapi;

import io.millirun.runtimemanager.instances.Fleet;
import io.millirun.runtimemanager.instances.Instance;
import io.millirun.runtimemanager.instances.InstanceEvent;
import io.millirun.runtimemanager.instances.InstanceLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what instances print. Each opens one connection, says its token on the first line, and its stdout and stderr are
 * that connection from then on. Whoever ends a call reads the connection until nothing is left in it, so every line that
 * was printed before an answer belongs to that answer's call; in between, a pump keeps long-running calls from filling it.
 */
public final class LogPort implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LogPort.class);
    private static final Duration GREETING_WAIT = Duration.ofSeconds(5);
    private static final Duration PUMP_PERIOD = Duration.ofMillis(20);
    private static final int LONGEST_GREETING = 128;

    private final Fleet fleet;
    private final ServerSocketChannel server;
    private final Set<LogConnection> connections = ConcurrentHashMap.newKeySet();

    private LogPort(Fleet fleet, ServerSocketChannel server) {
        this.fleet = fleet;
        this.server = server;
    }

    /** Listens on {@code address}; port 0 takes any that is free. */
    public static LogPort listen(Fleet fleet, InetSocketAddress address) {
        try {
            var port = new LogPort(fleet, ServerSocketChannel.open().bind(address, 1024));
            Thread.ofVirtual().name("log-port").start(port::accept);
            Thread.ofPlatform().daemon().name("log-pump").start(port::pump);
            return port;
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot listen for logs on " + address, failed);
        }
    }

    /** The port that instances connect to. */
    public int port() {
        return server.socket().getLocalPort();
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel channel = server.accept();
                Thread.ofVirtual().name("log-greeting").start(() -> greet(channel));
            } catch (ClosedChannelException _) {
                return;
            } catch (IOException failed) {
                log.warn("log port: {}", failed.getMessage());
            }
        }
    }

    private void greet(SocketChannel channel) {
        try {
            channel.socket().setSoTimeout((int) GREETING_WAIT.toMillis());
            Optional<Instance> instance = readLine(channel).flatMap(fleet::find);
            if (instance.isEmpty()) {
                channel.close();
                return;
            }
            channel.configureBlocking(false);
            var connection = new LogConnection(instance.get(), channel);
            connections.add(connection);
            instance.get().log().connect(connection::drain);
        } catch (IOException failed) {
            log.debug("log connection without greeting: {}", failed.getMessage());
        }
    }

    private static Optional<String> readLine(SocketChannel channel) throws IOException {
        var in = channel.socket().getInputStream();
        var line = new StringBuilder();
        for (int next = in.read(); next >= 0 && line.length() < LONGEST_GREETING; next = in.read()) {
            if (next == '\n') {
                return Optional.of(line.toString());
            }
            line.append((char) next);
        }
        return Optional.empty();
    }

    private void pump() {
        while (server.isOpen() && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(this, PUMP_PERIOD.toNanos());
            if (fleet.callsInFlight() > 0) {
                connections.forEach(connection -> connection.instance().log().drain());
            }
            connections.removeIf(connection -> {
                if (connection.ended()) {
                    fleet.tell(connection.instance(), new InstanceEvent.Exited());
                }
                return connection.ended();
            });
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    /** One instance's output. Read under the lock of its {@code InstanceLog}. */
    private static final class LogConnection {

        private static final int CHUNK = 16 * 1024;

        private final Instance instance;
        private final SocketChannel channel;
        private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
        private volatile boolean ended;

        LogConnection(Instance instance, SocketChannel channel) {
            this.instance = instance;
            this.channel = channel;
        }

        Instance instance() {
            return instance;
        }

        boolean ended() {
            return ended;
        }

        /** Reads until the connection has nothing more, or as much as one call may print has been read. */
        void drain(InstanceLog sink) {
            if (ended) {
                return;
            }
            try {
                int budget = sink.limit();
                int count = channel.read(chunk);
                while (count > 0) {
                    byte[] bytes = new byte[chunk.flip().remaining()];
                    chunk.get(bytes).clear();
                    sink.append(bytes, bytes.length);
                    budget -= count;
                    count = budget > 0 ? channel.read(chunk) : 0;
                }
                if (count < 0) {
                    end();
                }
            } catch (IOException failed) {
                log.debug("log connection of {}: {}", instance, failed.getMessage());
                end();
            }
        }

        private void end() throws UncheckedIOException {
            ended = true;
            try {
                channel.close();
            } catch (IOException failed) {
                log.debug("closing a log connection: {}", failed.getMessage());
            }
        }
    }
}
