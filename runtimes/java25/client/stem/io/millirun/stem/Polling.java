package io.millirun.stem;

import com.amazonaws.lambda.thirdparty.com.google.gson.JsonElement;
import com.amazonaws.lambda.thirdparty.com.google.gson.JsonObject;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jdk.net.ExtendedSocketOptions;

/** Asks the Runtime API for an assignment until there is one, and ends the process when there will be none. */
final class Polling {

    private static final int MOST_FAILURES = 10;
    private static final int CONNECT_MILLIS = 5_000;
    private static final int KEEP_ALIVE_SECONDS = 30;
    private static final int PIECE = 1 << 16;

    private final String api;

    Polling(String api) {
        this.api = api;
    }

    /** What a stem becomes: the environment of a function version, whose files are written. */
    record Assignment(Map<String, String> environment, boolean reexec) {}

    /** @param roots folders, with a slash at the end, below which the files must lie */
    Assignment next(List<String> roots) throws InterruptedException {
        for (int failures = 0; failures < MOST_FAILURES; ) {
            int status = 0;
            try (Socket socket = request(api, "GET /millirun/v1/assignment", "")) {
                InputStream answer = new BufferedInputStream(socket.getInputStream(), PIECE);
                status = status(answer);
                if (status == 200) {
                    // From here on there is no way back: part of the code may be written.
                    return receive(answer, roots);
                }
            } catch (IOException noAnswer) {
                status = 0;
            }
            if (status == 410) {
                break;
            }
            // 204: the server ended an idle poll; that is no failure.
            failures = status == 204 ? 0 : failures + 1;
            if (failures > 0) {
                Thread.sleep(Math.min(50L << failures, 1_000));
            }
        }
        Runtime.getRuntime().halt(0);
        throw new IllegalStateException();
    }

    /** Tells the platform that its assignment could not be carried out; nothing of the tenant has run. */
    static void abandon(String api, Exception why) {
        String body = "{\"errorType\":\"Millirun.AssignmentFailed\",\"errorMessage\":" + Json.quoted(String.valueOf(why.getMessage()))
                + ",\"stackTrace\":[]}";
        String head = "POST /2018-06-01/runtime/init/error";
        try (Socket socket = request(api, head, body)) {
            status(socket.getInputStream());
        } catch (IOException gone) {
            // The platform sees this process end.
        }
    }

    /** HTTP/1.0, whose answers are never chunked. */
    private static Socket request(String api, String line, String body) throws IOException {
        int colon = api.lastIndexOf(':');
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
            socket.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, KEEP_ALIVE_SECONDS);
            socket.connect(
                    new InetSocketAddress(api.substring(0, colon), Integer.parseInt(api.substring(colon + 1))),
                    CONNECT_MILLIS);
            byte[] content = body.getBytes(StandardCharsets.UTF_8);
            String more = content.length == 0
                    ? ""
                    : "Content-Type: application/json\r\nLambda-Runtime-Function-Error-Type: Millirun.AssignmentFailed\r\n"
                            + "Content-Length: " + content.length + "\r\n";
            byte[] head = (line + " HTTP/1.0\r\nHost: " + api + "\r\n" + more + "\r\n").getBytes(StandardCharsets.US_ASCII);
            byte[] all = new byte[head.length + content.length];
            System.arraycopy(head, 0, all, 0, head.length);
            System.arraycopy(content, 0, all, head.length, content.length);
            socket.getOutputStream().write(all);
            return socket;
        } catch (IOException failed) {
            socket.close();
            throw failed;
        }
    }

    /** Reads the answer's head. */
    private static int status(InputStream answer) throws IOException {
        String[] words = Http.line(answer).split(" ", 3);
        while (!Http.line(answer).isEmpty()) {
            // No header is of interest.
        }
        try {
            return words.length < 2 ? 0 : Integer.parseInt(words[1]);
        } catch (NumberFormatException garbled) {
            return 0;
        }
    }

    /** Never holds more than a piece of a file: packages are larger than the memory of a small function. */
    private static Assignment receive(InputStream in, List<String> roots) {
        try {
            byte[] length = exactly(in, 4);
            JsonObject header =
                    Json.object(new String(exactly(in, ByteBuffer.wrap(length).getInt()), StandardCharsets.UTF_8));
            try (CodeFiles files = new CodeFiles(roots)) {
                for (JsonElement entry : header.getAsJsonArray("files")) {
                    files.write(entry.getAsJsonObject(), in);
                }
            }
            if (in.read() >= 0) {
                throw new IOException("more bytes than files");
            }
            Map<String, String> environment = new TreeMap<>();
            header.getAsJsonObject("environment")
                    .asMap()
                    .forEach((name, value) -> environment.put(name, value.getAsString()));
            return new Assignment(environment, header.get("reexec").getAsBoolean());
        } catch (IOException unusable) {
            throw new UncheckedIOException(unusable);
        }
    }

    private static byte[] exactly(InputStream in, int size) throws IOException {
        byte[] bytes = in.readNBytes(size);
        if (bytes.length != size) {
            throw new EOFException("the assignment ended too early");
        }
        return bytes;
    }
}
