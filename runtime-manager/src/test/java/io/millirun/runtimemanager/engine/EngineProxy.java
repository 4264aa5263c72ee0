package io.millirun.runtimemanager.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands between the platform and the Docker Engine, and fails as engines do, without harm to the engine itself. */
final class EngineProxy implements AutoCloseable {

    private static final Path ENGINE = Path.of("/var/run/docker.sock");

    private final Path socket;
    private final ServerSocketChannel server;
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();
    private volatile Mood mood = Mood.WELL;

    /** How the engine seems to be. */
    enum Mood {
        /** It answers. */
        WELL,
        /** It takes every request and answers none. */
        HANGING,
        /** Nobody is there. */
        GONE,
        /** It cannot make anything new. */
        DISK_FULL
    }

    EngineProxy() throws IOException {
        socket = Files.createTempDirectory("millirun-proxy").resolve("engine.sock");
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
        Thread.ofVirtual().start(this::accept);
    }

    String address() {
        return "unix://" + socket;
    }

    /** Changes the mood; connections that are open are cut where the engine goes away, and kept where it hangs. */
    void becomes(Mood next) {
        mood = next;
        if (next == Mood.GONE) {
            open.forEach(EngineProxy::close);
        }
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel client = server.accept();
                if (mood == Mood.GONE) {
                    close(client);
                } else {
                    open.add(client);
                    Thread.ofVirtual().start(() -> serve(client));
                }
            }
        } catch (ClosedChannelException _) {
            // the test is over
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void serve(SocketChannel client) {
        try (var engine = SocketChannel.open(UnixDomainSocketAddress.of(ENGINE))) {
            open.add(engine);
            Thread.ofVirtual().start(() -> copy(engine, client));
            copy(client, engine);
        } catch (IOException _) {
            // the engine or the client has ended the connection
        } finally {
            close(client);
        }
    }

    private void copy(SocketChannel from, SocketChannel to) {
        ByteBuffer bytes = ByteBuffer.allocate(64 * 1024);
        try {
            while (from.read(bytes) >= 0) {
                bytes.flip();
                if (mood == Mood.DISK_FULL && isCreation(bytes)) {
                    from.write(refusal());
                    return;
                }
                while (bytes.hasRemaining() && mood != Mood.HANGING) {
                    to.write(bytes);
                }
                bytes.clear();
            }
        } catch (IOException _) {
            // one side has ended the connection: so does the other
        } finally {
            close(from);
            close(to);
        }
    }

    private static boolean isCreation(ByteBuffer request) {
        String text = StandardCharsets.ISO_8859_1.decode(request.duplicate()).toString();
        return text.startsWith("POST ") && text.lines().findFirst().orElse("").contains("/containers/create");
    }

    private static ByteBuffer refusal() {
        String body = "{\"message\":\"mkdir /var/lib/docker/overlay2/x: no space left on device\"}";
        return StandardCharsets.ISO_8859_1.encode(
                "HTTP/1.1 500 Internal Server Error\r\nContent-Type: application/json\r\nConnection: close\r\n"
                        + "Content-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        open.forEach(EngineProxy::close);
        Files.deleteIfExists(socket);
        Files.deleteIfExists(socket.getParent());
    }
}
