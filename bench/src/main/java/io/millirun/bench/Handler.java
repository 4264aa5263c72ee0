package io.millirun.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A function to deploy.
 *
 * @param entry what the Lambda API calls Handler
 * @param files contents by path
 */
record Handler(String name, String runtime, String entry, Map<String, byte[]> files, Map<String, Object> environment) {

    private static final String NODE_HELLO = "exports.handler = async (event) => ({ hello: event.name });\n";
    private static final String PYTHON_HELLO =
            "def handler(event, context):\n    return {'hello': event.get('name')}\n";
    private static final String NODE_SPIN = """
            exports.handler = async (event) => {
              const start = process.hrtime.bigint();
              let x = 1;
              for (let i = 0; i < event.rounds; i++) x = (x * 1103515245 + 12345) % 2147483648;
              return { ms: Number(process.hrtime.bigint() - start) / 1e6, x };
            };
            """;

    static Handler nodeHello() {
        return text("node-hello", "nodejs24.x", "index.handler", "index.js", NODE_HELLO);
    }

    /** CPU-bound work; answers how many milliseconds it took. */
    static Handler nodeSpin() {
        return text("node-spin", "nodejs24.x", "index.handler", "index.js", NODE_SPIN);
    }

    static Handler pythonHello(String runtime) {
        return text("py-hello", runtime, "app.handler", "app.py", PYTHON_HELLO);
    }

    /** Two hundred megabytes of unpacked modules around a small handler. */
    static Handler pythonLarge() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("app.py", PYTHON_HELLO.getBytes(StandardCharsets.UTF_8));
        byte[] module = ("# " + "x".repeat(77) + "\n").repeat(25_000).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 100; i++) {
            files.put("vendored/module_" + i + ".py", module);
        }
        return new Handler("py-large", "python3.13", "app.handler", files, Map.of());
    }

    /** A class of this program, without any library. */
    static Handler javaHello() {
        String path = "io/millirun/bench/JavaHello.class";
        try (var in = Handler.class.getResourceAsStream("JavaHello.class")) {
            if (in == null) {
                throw new IllegalStateException("the class JavaHello is not where it was compiled");
            }
            return new Handler(
                    "java-hello",
                    "java25",
                    "io.millirun.bench.JavaHello::handle",
                    Map.of(path, in.readAllBytes()),
                    Map.of());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** An executable for the {@code provided} runtime. */
    static Handler provided(String name, byte[] bootstrap) {
        return new Handler(name, "provided.al2023", "bootstrap", Map.of("bootstrap", bootstrap), Map.of());
    }

    private static Handler text(String name, String runtime, String entry, String file, String source) {
        return new Handler(name, runtime, entry, Map.of(file, source.getBytes(StandardCharsets.UTF_8)), Map.of());
    }

    /** The files as a zip, in base64. */
    String zip() {
        try {
            Path folder = Files.createTempDirectory("bench-zip");
            Path zip = folder.resolve("code.zip");
            try {
                pack(zip);
                return Base64.getEncoder().encodeToString(Files.readAllBytes(zip));
            } finally {
                Files.deleteIfExists(zip);
                Files.delete(folder);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** With permissions, as programs need them. */
    private void pack(Path zip) throws IOException {
        try (var archive = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
            for (var file : files.entrySet()) {
                Path path = archive.getPath("/" + file.getKey());
                if (path.getParent() != null) {
                    Files.createDirectories(path.getParent());
                }
                Files.write(path, file.getValue());
                Files.setAttribute(path, "zip:permissions", PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }
}
