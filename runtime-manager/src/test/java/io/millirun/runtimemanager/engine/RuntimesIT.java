package io.millirun.runtimemanager.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millirun.runtimemanager.functions.ImageSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Handlers of every form that AWS Lambda documents, in every runtime, as they are written there. */
class RuntimesIT {

    private static final Path RUNTIMES = Path.of(System.getProperty("millirun.root", ".."), "runtimes");
    private static final String GO = """
            package main

            import (
            	"context"
            	"fmt"
            	"os"

            	"github.com/aws/aws-lambda-go/lambda"
            )

            type MyEvent struct {
            	Name string `json:"name"`
            }

            func HandleRequest(ctx context.Context, event *MyEvent) (*string, error) {
            	if event == nil || event.Name == "" {
            		return nil, fmt.Errorf("received nil event")
            	}
            	message := fmt.Sprintf("%s %s!", os.Getenv("GREETING"), event.Name)
            	return &message, nil
            }

            func main() {
            	lambda.Start(HandleRequest)
            }
            """;

    private static final String IMAGE =
            "millirun/it-" + UUID.randomUUID().toString().substring(0, 8);

    private static final String UPDATE = IMAGE + "-update";

    private static EngineRig rig;
    private static Map<String, byte[]> go;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void start() throws Exception {
        rig = EngineRig.start(EngineRig.Options.usual(), "nodejs24.x", "python3.14", "java25", "provided");
        go = compiled(
                "provided",
                Map.of(
                        "main.go",
                        GO,
                        "go.mod",
                        "module example\n\ngo 1.26\n\nrequire github.com/aws/aws-lambda-go v1.55.1\n"),
                "CGO_ENABLED=0 GOFLAGS=-mod=mod GOCACHE=/tmp/c GOPATH=/tmp/g go build -ldflags=-s -o /tmp/out/bootstrap .");
    }

    @AfterAll
    static void stop() throws Exception {
        rig.close();
        run("docker", "rmi", "--force", IMAGE, UPDATE);
    }

    @Test
    void nodeHandlersOfModulesAndOfCommonJs() throws Exception {
        rig.deployFiles(
                "nodejs24.x",
                "module",
                "index.handler",
                files(
                        Map.of(
                                "index.mjs",
                                "export const handler = async (event, context) => ({ name: event.name, function: context.functionName });")));
        rig.deployFiles(
                "nodejs24.x",
                "common",
                "lib/app.run",
                files(Map.of("lib/app.cjs", "exports.run = async function (event) { return 'hi ' + event.name; };")));

        assertThat(invoke("module").body()).isEqualTo("{\"name\":\"Ada\",\"function\":\"module\"}");
        assertThat(invoke("common").body()).isEqualTo("\"hi Ada\"");
    }

    @Test
    void aNodeHandlerWithACallbackIsToldThatItsTimeIsOver() throws Exception {
        rig.deployFiles(
                "nodejs24.x",
                "callback",
                "index.handler",
                files(Map.of(
                        "index.mjs",
                        "export const handler = (event, context, callback) => callback(null, event.name);")));

        assertThat(invoke("callback").body()).contains("CallbackHandlerDeprecated");
    }

    @Test
    void pythonHandlersWithLoggingAndContext() throws Exception {
        rig.deployFiles(
                "python3.14",
                "python",
                "app.src.lambda_function.lambda_handler",
                files(Map.of("app/src/lambda_function.py", """
                        import json
                        import logging
                        import os
                        import sys

                        logger = logging.getLogger()
                        logger.setLevel(logging.INFO)

                        def lambda_handler(event, context):
                            logger.info("called by %s", event["name"])
                            return {"statusCode": 200, "body": json.dumps(os.environ["GREETING"] + " " + event["name"]),
                                    "left": context.get_remaining_time_in_millis() > 0,
                                    "version": f"{sys.version_info.major}.{sys.version_info.minor}"}
                        """)));

        assertThat(invoke("python").body())
                .contains("\\\"hello Ada\\\"")
                .contains("\"left\": true")
                .contains("\"3.14\"");
    }

    @Test
    void javaHandlersOfMapsOfObjectsAndOfStreams() throws Exception {
        Map<String, byte[]> classes = compiled(
                "java25",
                Map.of(
                        "example/MapHandler.java", """
                        package example;

                        import com.amazonaws.services.lambda.runtime.Context;
                        import com.amazonaws.services.lambda.runtime.LambdaLogger;
                        import com.amazonaws.services.lambda.runtime.RequestHandler;
                        import java.util.Map;

                        public class MapHandler implements RequestHandler<Map<String, String>, String> {
                            @Override
                            public String handleRequest(Map<String, String> event, Context context) {
                                LambdaLogger logger = context.getLogger();
                                logger.log("EVENT TYPE: " + event.getClass());
                                return System.getenv("GREETING") + " " + event.get("name") + " of " + context.getFunctionName()
                                        + " with " + context.getMemoryLimitInMB();
                            }
                        }
                        """,
                        "example/Order.java", """
                        package example;

                        public class Order {
                            private String name;

                            public String getName() {
                                return name;
                            }

                            public void setName(String name) {
                                this.name = name;
                            }

                            public static class Greeting {
                                private final String text;

                                Greeting(String text) {
                                    this.text = text;
                                }

                                public String getText() {
                                    return text;
                                }
                            }

                            public Greeting greet(Order order) {
                                return new Greeting("hi " + order.getName());
                            }
                        }
                        """,
                        "example/StreamHandler.java", """
                        package example;

                        import com.amazonaws.services.lambda.runtime.Context;
                        import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
                        import java.io.IOException;
                        import java.io.InputStream;
                        import java.io.OutputStream;

                        public class StreamHandler implements RequestStreamHandler {
                            public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
                                int letter;
                                while ((letter = in.read()) != -1) {
                                    out.write(Character.toUpperCase(letter));
                                }
                            }
                        }
                        """),
                "javac --release 25 -d /tmp/out -cp /usr/lib/millirun/client/aws-lambda-java-core-*.jar example/*.java");
        rig.deployFiles("java25", "map", "example.MapHandler::handleRequest", classes);
        rig.deployFiles("java25", "pojo", "example.Order::greet", classes);
        rig.deployFiles("java25", "stream", "example.StreamHandler", classes);

        assertThat(invoke("map").body()).isEqualTo("\"hello Ada of map with 256\"");
        assertThat(invoke("pojo").body()).isEqualTo("{\"text\":\"hi Ada\"}");
        assertThat(invoke("stream").body()).isEqualTo("{\"NAME\":\"ADA\"}");
    }

    @Test
    void aGoProgramWithTheOfficialLibrary() throws Exception {
        rig.deployFiles("provided", "go", "bootstrap", go);

        assertThat(invoke("go").body()).isEqualTo("\"hello Ada!\"");
        assertThat(invoke("go", "{}").body()).contains("received nil event");
    }

    @Test
    void aPackageWithoutABootstrapSaysSo() throws Exception {
        rig.deployFiles("provided", "nothing", "bootstrap", files(Map.of("readme.txt", "nothing to run")));

        assertThat(invoke("nothing").body())
                .contains("Runtime.InvalidEntrypoint")
                .contains("/var/task/bootstrap");
    }

    @Test
    void anImageThatSpeaksTheRuntimeApi() throws Exception {
        Path context = Files.createDirectory(folder.resolve("image"));
        Path program = Files.write(context.resolve("program"), go.get("bootstrap"));
        assertThat(program.toFile().setExecutable(true, false)).isTrue();
        Files.writeString(context.resolve("Dockerfile"), """
                FROM %s
                COPY program /app/program
                ENV GREETING=servus PLACE=image
                USER root
                WORKDIR /app
                ENTRYPOINT ["/app/program"]
                CMD ["handler"]
                """.formatted(rig.image("provided")));
        run("docker", "build", "--quiet", "--tag", IMAGE, context.toString());
        String id = rig.driver.imageId(IMAGE).orElseThrow();
        rig.bringImage("image", id, ImageSettings.OWN);
        rig.deployFiles("image", "own", "image", Map.of());
        assertThat(invoke("own").body()).isEqualTo("\"hello Ada!\"");

        // Entry point and working directory of the function's own.
        rig.bringImage(
                "image-2",
                id,
                new ImageSettings(List.of("sh", "-c", "GREETING=$PLACE:$PWD exec /app/program"), List.of(), "/tmp"));
        rig.deployFiles("image-2", "other", "image", Map.of());
        assertThat(invoke("other").body()).isEqualTo("\"image:/tmp Ada!\"");
    }

    @Test
    void anUpdateMovesStemsAndInstancesWithoutLosingACall() throws Exception {
        rig.deployFiles(
                "nodejs24.x",
                "busy",
                "index.handler",
                files(
                        Map.of(
                                "index.mjs",
                                "export const handler = async () => { await new Promise((go) => setTimeout(go, 20)); return 1; };")));
        Path context = Files.createDirectory(folder.resolve("update"));
        Files.writeString(context.resolve("Dockerfile"), "FROM " + rig.image("nodejs24.x") + "\nLABEL updated=yes\n");
        run("docker", "build", "--quiet", "--tag", UPDATE, context.toString());
        String updated = rig.driver.imageId(UPDATE).orElseThrow();
        var failures = new ConcurrentLinkedQueue<String>();
        var calls = new AtomicInteger();
        var calling = new AtomicBoolean(true);
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            callers.add(Thread.ofVirtual().start(() -> {
                while (calling.get()) {
                    try {
                        var answer = invoke("busy");
                        calls.incrementAndGet();
                        if (answer.statusCode() != 200 || !answer.body().equals("1")) {
                            failures.add(answer.statusCode() + " " + answer.body());
                        }
                    } catch (IOException | InterruptedException broken) {
                        failures.add(broken.toString());
                    }
                }
            }));
        }
        await().until(() -> calls.get() > 50);

        rig.updateImage("nodejs24.x", updated);

        await().atMost(Duration.ofSeconds(60))
                .until(() -> imagesOf("nodejs24.x").equals(Set.of(updated)));
        int then = calls.get();
        await().until(() -> calls.get() > then + 50);
        calling.set(false);
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(failures).isEmpty();
    }

    /** What the containers of {@code runtime} are made of. */
    private static Set<String> imagesOf(String runtime) throws IOException, InterruptedException {
        Set<String> images = new HashSet<>();
        for (String container : rig.driver.running()) {
            try {
                String[] said = new String(
                                run("docker", "inspect", "--format", "{{.Name}} {{.Image}}", container),
                                StandardCharsets.UTF_8)
                        .strip()
                        .split(" ", 2);
                if (said[0].contains(runtime)) {
                    images.add(said[1]);
                }
            } catch (AssertionError gone) {
                // Removed between the two looks.
            }
        }
        return images;
    }

    private static HttpResponse<String> invoke(String name) throws IOException, InterruptedException {
        return invoke(name, "{\"name\":\"Ada\"}");
    }

    private static HttpResponse<String> invoke(String name, String event) throws IOException, InterruptedException {
        return rig.invoke(name, event);
    }

    private static Map<String, byte[]> files(Map<String, String> texts) {
        Map<String, byte[]> files = new HashMap<>();
        texts.forEach((path, text) -> files.put(path, text.getBytes(StandardCharsets.UTF_8)));
        return files;
    }

    /** What the runtime's builder image makes of {@code sources}. */
    private static Map<String, byte[]> compiled(String runtime, Map<String, String> sources, String command)
            throws IOException, InterruptedException {
        Path source = Files.createTempDirectory(folder, "source");
        for (var file : sources.entrySet()) {
            Path path = source.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        String builder = new String(
                        run(RUNTIMES.resolve("build").toString(), "--image", runtime), StandardCharsets.UTF_8)
                .strip()
                .replace("/runtime-", "/build-");
        Process tar = new ProcessBuilder("tar", "-C", source.toString(), "-c", ".").start();
        byte[] sent = tar.getInputStream().readAllBytes();
        byte[] made = run(
                sent,
                "docker",
                "run",
                "--rm",
                "-i",
                builder,
                "/bin/sh",
                "-c",
                "mkdir /tmp/s /tmp/out && cd /tmp/s && tar -x && " + command + " >&2 && tar -C /tmp/out -c .");
        Map<String, byte[]> files = new HashMap<>();
        try (TarArchiveInputStream entries = new TarArchiveInputStream(new ByteArrayInputStream(made))) {
            for (TarArchiveEntry entry; (entry = entries.getNextEntry()) != null; ) {
                if (entry.isFile()) {
                    files.put(entry.getName().replaceFirst("^\\./", ""), entries.readAllBytes());
                }
            }
        }
        return files;
    }

    private static byte[] run(String... command) throws IOException, InterruptedException {
        return run(new byte[0], command);
    }

    private static byte[] run(byte[] input, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(new ArrayList<>(List.of(command)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Thread.ofVirtual().start(() -> {
            try (var in = process.getOutputStream()) {
                in.write(input);
            } catch (IOException ended) {
                // The exit code says why.
            }
        });
        try (InputStream out = process.getInputStream()) {
            byte[] said = out.readAllBytes();
            assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
            return said;
        }
    }
}
