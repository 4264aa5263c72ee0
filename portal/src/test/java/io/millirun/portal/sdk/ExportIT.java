package io.millirun.portal.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.PackageType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is deployed here can be taken elsewhere, as a zip or as a container image. */
@ExtendWith(Demo.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExportIT {

    private final Demo demo;
    private final LambdaClient lambda;
    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    ExportIT(Demo demo) {
        this.demo = demo;
        this.lambda = Sdk.client(demo);
    }

    @AfterAll
    void close() {
        lambda.close();
        http.close();
    }

    @Test
    void aVersionLeavesAsAnImageThatAnswersTheSameElsewhere() throws Exception {
        String layer = lambda.publishLayerVersion(request -> request.layerName(Sdk.unique("words"))
                        .content(content ->
                                content.zipFile(Sdk.zip(Map.of("python/words.py", "GREETING = 'grüezi'\n")))))
                .layerVersionArn();
        String name = Sdk.unique("leaver");
        lambda.createFunction(request -> request.functionName(name)
                .runtime("python3.13")
                .handler("app.handler")
                .role(Sdk.ROLE)
                .memorySize(256)
                .layers(layer)
                .environment(environment -> environment.variables(Map.of("TOKEN", "hush")))
                .code(code -> code.zipFile(Sdk.zip(Map.of("app.py", """
                        from words import GREETING
                        def handler(event, context):
                            return f"{GREETING} {event['name']}"
                        """)))));
        lambda.publishVersion(request -> request.functionName(name));
        String here = Sdk.invoke(lambda, name, "{\"name\":\"Ada\"}").payload().asUtf8String();

        String dockerfile = Files.readString(download(name, "dockerfile"));
        assertThat(dockerfile)
                .contains("FROM millirun/runtime-python3.13:", "COPY root/ /", "\"_HANDLER=app.handler\"", "TOKEN")
                .doesNotContain("hush");

        Path archive = download(name, "image");
        String image = image(archive);
        DockerClient engine = DockerClientFactory.lazyClient();
        assertThat(images(engine, image)).as("nothing stays in the engine").isEmpty();
        try (InputStream tar = Files.newInputStream(archive)) {
            engine.loadImageCmd(tar).exec();
        }
        try {
            String copy = Sdk.unique("arrived");
            lambda.createFunction(request -> request.functionName(copy)
                    .packageType(PackageType.IMAGE)
                    .role(Sdk.ROLE)
                    .memorySize(256)
                    .code(code -> code.imageUri(image)));
            lambda.waiter().waitUntilFunctionActiveV2(request -> request.functionName(copy));

            assertThat(Sdk.invoke(lambda, copy, "{\"name\":\"Ada\"}").payload().asUtf8String())
                    .isEqualTo(here)
                    .contains("Ada");
            lambda.deleteFunction(request -> request.functionName(copy));
        } finally {
            engine.removeImageCmd(image).withForce(true).exec();
        }
    }

    @Test
    void aVersionLeavesAsTheZipThatCame() throws Exception {
        SdkBytes zip = Sdk.zip(Map.of("index.mjs", "export const handler = async () => 'zip';"));
        String name = Sdk.function(lambda, "zip", request -> request.code(code -> code.zipFile(zip)));
        lambda.publishVersion(request -> request.functionName(name));

        HttpResponse<Path> answer = get(demo.portal().resolve("/api/v1/functions/" + name + "/versions/1/code.zip"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Files.readAllBytes(answer.body())).isEqualTo(zip.asByteArray());
    }

    @Test
    void whatIsNotThereOrWasChangedIsRefused() throws Exception {
        assertThat(get(demo.portal().resolve("/api/v1/functions/nobody/versions/1/image"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(get(demo.endpoint().resolve("/function-images/AAAA")).statusCode())
                .isEqualTo(403);
    }

    /** The portal leads to the gateway. */
    private Path download(String function, String what) throws Exception {
        HttpResponse<Path> address =
                get(demo.portal().resolve("/api/v1/functions/" + function + "/versions/1/" + what));
        assertThat(address.statusCode()).isEqualTo(303);
        HttpResponse<Path> answer =
                get(URI.create(address.headers().firstValue("Location").orElseThrow()));
        assertThat(answer.statusCode()).as(what).isEqualTo(200);
        return answer.body();
    }

    private HttpResponse<Path> get(URI address) throws Exception {
        return http.send(
                HttpRequest.newBuilder(address)
                        .header("Authorization", "Bearer " + demo.token())
                        .build(),
                BodyHandlers.ofFile(Files.createTempFile(folder, "got", "")));
    }

    /** The name that an archive gives its image. */
    private static String image(Path archive) throws Exception {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(Files.newInputStream(archive))) {
            for (TarArchiveEntry entry; (entry = tar.getNextEntry()) != null; ) {
                if (entry.getName().equals("manifest.json")) {
                    JsonNode manifest = new JsonMapper().readTree(tar.readAllBytes());
                    return manifest.get(0).get("RepoTags").get(0).asString();
                }
            }
        }
        throw new AssertionError("no manifest in " + archive);
    }

    private static List<?> images(DockerClient engine, String name) {
        return engine.listImagesCmd().withReferenceFilter(name).exec();
    }
}
