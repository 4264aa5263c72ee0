package io.millirun.portal.functions;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** Answers calls as the gateway does, with what a test told it to. */
public final class FakeGateway {

    private static final FakeGateway RUNNING = new FakeGateway();

    private final HttpServer server;
    private volatile int status = 200;
    private volatile String body = "{}";
    private volatile Map<String, String> headers = Map.of();
    private volatile String path = "";
    private volatile String event = "";
    private volatile String authorization = "";

    private FakeGateway() {
        try {
            server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    public static FakeGateway running() {
        return RUNNING;
    }

    public String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** From now on every call ends so. */
    public void answer(int newStatus, String newBody, String log, String... newHeaders) {
        Map<String, String> all = new LinkedHashMap<>();
        for (int i = 0; i < newHeaders.length; i += 2) {
            all.put(newHeaders[i], newHeaders[i + 1]);
        }
        if (!log.isEmpty()) {
            all.put("X-Amz-Log-Result", Base64.getEncoder().encodeToString(log.getBytes(StandardCharsets.UTF_8)));
        }
        status = newStatus;
        body = newBody;
        headers = all;
    }

    /** Path of the last call. */
    public String path() {
        return path;
    }

    /** Event of the last call. */
    public String event() {
        return event;
    }

    /** Credential of the last call. */
    public String authorization() {
        return authorization;
    }

    private void answer(HttpExchange exchange) throws IOException {
        path = exchange.getRequestURI().getPath();
        event = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        authorization = exchange.getRequestHeaders().getFirst("Authorization");
        headers.forEach(exchange.getResponseHeaders()::set);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
