package io.millirun.stem;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A Runtime API on a loopback port that gives a few events, then one at which the rehearsal's handlers end. */
final class Performance implements AutoCloseable {

    private static final int EVENTS = 3;
    private static final String NEXT = "/2018-06-01/runtime/invocation/next";

    private final ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    private volatile int given;

    Performance() throws IOException {
        Thread.ofPlatform().daemon().start(this::accept);
    }

    String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** Another handler follows. */
    void begin() {
        given = 0;
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                Thread.ofPlatform().daemon().start(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The rehearsal is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (String request; !(request = Http.line(in)).isEmpty(); ) {
                int length = 0;
                for (String header; !(header = Http.line(in)).isEmpty(); ) {
                    if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                        length = Integer.parseInt(header.substring(header.indexOf(':') + 1).strip());
                    } else if (header.toLowerCase(Locale.ROOT).startsWith("expect:")) {
                        socket.getOutputStream().write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    }
                }
                in.readNBytes(length);
                answer(socket.getOutputStream(), request.contains(NEXT));
            }
        } catch (IOException closed) {
            // The client has gone on to another connection.
        }
    }

    private void answer(OutputStream out, boolean next) throws IOException {
        String body = !next
                ? "{\"status\":\"OK\"}"
                : given++ < EVENTS ? "{\"name\":\"a\",\"values\":[1,2]}" : "{\"name\":\"stop\"}";
        String headers = next
                ? "Lambda-Runtime-Aws-Request-Id: 00000000-0000-0000-0000-000000000000\r\n"
                        + "Lambda-Runtime-Deadline-Ms: 4102444800000\r\nLambda-Runtime-Trace-Id: Root=1-0-0\r\n"
                        + "Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:a:0:function:a\r\n"
                : "";
        out.write(("HTTP/1.1 " + (next ? "200 OK" : "202 Accepted") + "\r\n" + headers
                        + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
