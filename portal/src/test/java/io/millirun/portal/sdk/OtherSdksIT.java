package io.millirun.portal.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The tests in {@code src/test/sdk}, each run by its own language with AWS's library for it. */
@ExtendWith(Demo.Extension.class)
class OtherSdksIT {

    private static final Path SOURCES = Path.of("src", "test", "sdk");
    private static final Path TARGET = Path.of("target", "sdk");

    private final Demo demo;

    OtherSdksIT(Demo demo) {
        this.demo = demo;
    }

    @Test
    void theSdkForJavaScript() throws Exception {
        Path folder = copy("javascript");
        assertThat(run(folder, "npm", "ci", "--no-audit", "--no-fund")).isZero();
        expectSuccess(folder, "node", "--test", "--test-reporter=tap", "conformance.test.mjs");
    }

    @Test
    void theServiceModelOfTheSdkForPython() throws Exception {
        expectSuccess(python(), "venv/bin/python", "-m", "unittest", "model_test");
    }

    @Test
    void theCommandLine() throws Exception {
        expectSuccess(python(), "venv/bin/python", "-m", "unittest", "command_line_test");
    }

    /** A folder with boto3 and the AWS command line; the registry that they come from is not reached everywhere. */
    private Path python() throws IOException, InterruptedException {
        Path folder = copy("python");
        if (!Files.exists(folder.resolve("venv/installed"))) {
            Assumptions.assumeTrue(
                    run(folder, "python3", "-m", "venv", "venv") == 0,
                    "not run: this machine has no python3 with venv");
            Assumptions.assumeTrue(
                    run(folder, "venv/bin/pip", "install", "--quiet", "--retries", "1", "-r", "requirements.txt") == 0,
                    "not run: boto3 and the AWS command line cannot be installed from PyPI here, see "
                            + folder.resolve("output"));
            Files.createFile(folder.resolve("venv/installed"));
        }
        return folder;
    }

    private static Path copy(String name) throws IOException {
        Path folder = Files.createDirectories(TARGET.resolve(name));
        try (Stream<Path> files = Files.list(SOURCES.resolve(name))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.write(folder.resolve(file.getFileName()), Files.readAllBytes(file));
            }
        }
        return folder.toAbsolutePath();
    }

    private void expectSuccess(Path folder, String... command) throws IOException, InterruptedException {
        int status = run(folder, command);
        assertThat(status).as(() -> output(folder)).isZero();
        assertThat(output(folder)).containsPattern("Ran [1-9]|# pass [1-9]");
    }

    private static String output(Path folder) {
        try {
            return Files.readString(folder.resolve("output"));
        } catch (IOException failed) {
            return failed.toString();
        }
    }

    private int run(Path folder, String... command) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        builder.environment().put("LAMBDA_ENDPOINT", demo.endpoint().toString());
        builder.environment().put("AWS_ACCESS_KEY_ID", demo.accessKeyId());
        builder.environment().put("AWS_SECRET_ACCESS_KEY", demo.secretAccessKey());
        try {
            Process process = builder.start();
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IOException(String.join(" ", command) + " does not end");
            }
            return process.exitValue();
        } catch (IOException missing) {
            Files.writeString(folder.resolve("output"), missing.toString());
            return -1;
        }
    }
}
