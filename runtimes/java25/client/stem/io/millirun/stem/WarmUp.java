package io.millirun.stem;

import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.api.client.EventHandlerLoader;
import com.amazonaws.services.lambda.runtime.api.client.HandlerInfo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Walks the way of the first call, so that its classes are loaded and initialised. */
final class WarmUp {

    private static final List<String> HANDLERS = List.of("RehearsalMap", "RehearsalPojo", "RehearsalStream");

    private WarmUp() {}

    /** Up to the point at which code is loaded. */
    static void run() throws Exception {
        Path folder = Files.createTempDirectory(Path.of("/tmp"), ".millirun-");
        try {
            rehearse(folder);
            try (URLClassLoader code = codeOf(folder)) {
                for (String handler : HANDLERS) {
                    EventHandlerLoader.loadEventHandler(HandlerInfo.fromString(handler + "::handleRequest", code));
                }
            }
        } finally {
            remove(folder);
        }
    }

    /**
     * The whole way, under the client itself, against a Runtime API of this process. What the client noted of the
     * environment meanwhile is put right by {@link ClientEnvironment#read}.
     */
    static void perform(Variables variables) throws Exception {
        Path folder = Files.createTempDirectory(Path.of("/tmp"), ".millirun-");
        PrintStream out = System.out;
        PrintStream err = System.err;
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        String home = System.getProperty("user.dir");
        Map<String, String> before = Map.copyOf(System.getenv());
        try (Performance performance = new Performance()) {
            rehearse(folder);
            // What is printed meanwhile is nobody's log.
            System.setOut(new PrintStream(OutputStream.nullOutputStream()));
            System.setErr(new PrintStream(OutputStream.nullOutputStream()));
            System.setProperty("user.dir", folder.toString());
            Map<String, String> during = new HashMap<>(before);
            during.put("AWS_LAMBDA_RUNTIME_API", performance.address());
            variables.replace(during);
            for (String handler : HANDLERS) {
                performance.begin();
                AWSLambda.main(new String[] {handler + "::handleRequest"});
            }
        } catch (Throwable failed) {
            throw new IllegalStateException("the rehearsal failed", failed);
        } finally {
            variables.replace(before);
            System.setProperty("user.dir", home);
            System.clearProperty("com.amazonaws.xray.traceHeader");
            Thread.currentThread().setContextClassLoader(loader);
            System.setOut(out);
            System.setErr(err);
            remove(folder);
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** The client's own class loader of functions, which it does not show. */
    private static URLClassLoader codeOf(Path folder) throws ReflectiveOperationException {
        var loader = Class.forName("com.amazonaws.services.lambda.runtime.api.client.CustomerClassLoader")
                .getDeclaredConstructor(String.class, String.class, ClassLoader.class);
        loader.setAccessible(true);
        return (URLClassLoader) loader.newInstance(folder.toString(), "/opt/java", ClassLoader.getSystemClassLoader());
    }

    /** Receives a first assignment from itself, over a loopback connection. */
    private static void rehearse(Path folder) throws Exception {
        ByteArrayOutputStream contents = new ByteArrayOutputStream();
        StringBuilder files = new StringBuilder();
        for (String handler : HANDLERS) {
            try (InputStream code = WarmUp.class.getResourceAsStream("/rehearsal/" + handler + ".class")) {
                byte[] bytes = code.readAllBytes();
                contents.write(bytes);
                files.append(files.isEmpty() ? "" : ",")
                        .append("{\"path\":\"" + folder + "/" + handler + ".class\",\"mode\":420,\"size\":" + bytes.length
                                + ",\"link\":null}");
            }
        }
        byte[] header = ("{\"environment\":{\"A\":\"b\"},\"files\":[" + files + "],\"reexec\":false}")
                .getBytes(StandardCharsets.UTF_8);
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread answering = Thread.ofPlatform().start(() -> answer(server, header, contents.toByteArray()));
            new Polling("127.0.0.1:" + server.getLocalPort()).next(List.of(folder + "/"));
            answering.join();
        }
    }

    private static void answer(ServerSocket server, byte[] header, byte[] contents) {
        try (Socket socket = server.accept();
                OutputStream out = socket.getOutputStream()) {
            out.write("HTTP/1.1 200 OK\r\nContent-Type: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.write(ByteBuffer.allocate(4).putInt(header.length).array());
            out.write(header);
            out.write(contents);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
