package io.millirun.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The Go function of the benchmarks, built with the machine's own Go and the official client. */
final class GoProgram {

    private static final String SOURCE = """
            package main

            import "github.com/aws/aws-lambda-go/lambda"

            type event struct { Name string `json:"name"` }

            func main() {
                lambda.Start(func(e event) (map[string]string, error) {
                    return map[string]string{"hello": e.Name}, nil
                })
            }
            """;

    private static final String MODULE = """
            module hello

            go 1.21

            require github.com/aws/aws-lambda-go v1.47.0
            """;

    private GoProgram() {}

    /** The executable; empty where it cannot be built. */
    static Optional<byte[]> bootstrap() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("bench-go");
        Files.writeString(folder.resolve("main.go"), SOURCE);
        Files.writeString(folder.resolve("go.mod"), MODULE);
        try {
            var builder = new ProcessBuilder(
                            "go",
                            "build",
                            "-mod=mod",
                            "-tags",
                            "lambda.norpc",
                            "-ldflags",
                            "-s -w",
                            "-o",
                            "bootstrap",
                            ".")
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile());
            builder.environment().put("CGO_ENABLED", "0");
            Process go = builder.start();
            return go.waitFor(180, TimeUnit.SECONDS) && go.exitValue() == 0
                    ? Optional.of(Files.readAllBytes(folder.resolve("bootstrap")))
                    : Optional.empty();
        } catch (IOException noGo) {
            return Optional.empty();
        } finally {
            for (String file : new String[] {"main.go", "go.mod", "go.sum", "bootstrap", "log"}) {
                Files.deleteIfExists(folder.resolve(file));
            }
            Files.delete(folder);
        }
    }
}
