package io.millirun.portal.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.millirun.kernel.CurrentTenant;
import io.millirun.portal.Browser;
import io.millirun.portal.accesskey.AccessKeys;
import io.millirun.portal.organization.Member;
import io.millirun.runtimemanager.Grants;
import io.millirun.runtimemanager.code.CodePackages;
import io.millirun.runtimemanager.functions.DeployedFunction;
import io.millirun.runtimemanager.functions.FunctionCatalog;
import io.millirun.runtimemanager.functions.FunctionName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

class FunctionImportIT extends FunctionsIT {

    private static final String CODE = "exports.handler = async () => 'moved';\n";

    @Autowired
    private FunctionCatalog catalog;

    @Autowired
    private CodePackages packages;

    @Autowired
    private AccessKeys keys;

    private Member member;
    private HttpServer bucket;

    @BeforeEach
    void open() throws IOException {
        member = newMember();
        byte[] zip = zip();
        bucket = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        bucket.createContext("/code", exchange -> {
            try (exchange) {
                boolean good = exchange.getRequestURI().getPath().equals("/code/good");
                exchange.sendResponseHeaders(good ? 200 : 403, good ? zip.length : -1);
                if (good) {
                    exchange.getResponseBody().write(zip);
                }
            }
        });
        bucket.start();
    }

    @AfterEach
    void close() {
        bucket.stop(0);
    }

    /** As {@code aws lambda get-function} prints it. */
    private String printed(String runtime, String location) {
        return """
                {"Configuration": {
                    "FunctionName": "orders", "FunctionArn": "arn:aws:lambda:eu-central-1:123456789012:function:orders",
                    "Runtime": "%s", "Role": "arn:aws:iam::123456789012:role/orders", "Handler": "src/app.handler",
                    "CodeSize": 234, "Description": "Takes orders", "Timeout": 30, "MemorySize": 512,
                    "VpcConfig": {"SubnetIds": ["subnet-1"], "SecurityGroupIds": [], "VpcId": "vpc-1"},
                    "Environment": {"Variables": {"TABLE": "orders"}}, "TracingConfig": {"Mode": "PassThrough"},
                    "RevisionId": "4b4f0a0e-2d7e-4c5c-8f7e-0e6f2d9a1b11", "State": "Active",
                    "Layers": [{"Arn": "arn:aws:lambda:eu-central-1:123456789012:layer:lib:3", "CodeSize": 9}],
                    "PackageType": "Zip", "Architectures": ["arm64"], "EphemeralStorage": {"Size": 1024}},
                 "Code": {"RepositoryType": "S3", "Location": "%s"},
                 "Tags": {}}""".formatted(runtime, location);
    }

    private String location(String path) {
        return "http://127.0.0.1:" + bucket.getAddress().getPort() + "/code/" + path + "?X-Amz-Signature=abc";
    }

    @Test
    void aFunctionComesOverWithItsCodeItsSettingsAndWordsOnWhatIsDifferent() {
        Browser browser = developer(member);

        HttpResponse<String> made = browser.postFile(
                "/functions/import", "zip", new byte[0], "configuration", printed("nodejs20.x", location("good")));

        assertThat(made.statusCode()).as(made.body()).isEqualTo(302);
        DeployedFunction function = function("orders").orElseThrow();
        assertThat(function.settings().runtime()).isEqualTo("nodejs24.x");
        assertThat(function.settings().handler()).isEqualTo("src/app.handler");
        assertThat(function.settings().memoryMb()).isEqualTo(512);
        assertThat(function.settings().timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(function.settings().environment()).containsEntry("TABLE", "orders");
        assertThat(function.settings().options().ephemeralStorageMb()).isEqualTo(1024);
        assertThat(code(function)).isEqualTo(CODE);
        assertThat(browser.get("/functions/orders/code").body())
                .contains("asked for nodejs20.x and runs on nodejs24.x", "layers are not in its zip", "in a VPC")
                .contains("role has no effect", "built for arm64");
    }

    @Test
    void theZipCanBeSentInstead() throws Exception {
        HttpResponse<String> made = developer(member)
                .postFile(
                        "/functions/import",
                        "zip",
                        zip(),
                        "configuration",
                        printed("nodejs24.x", "https://10.1.2.3/gone"),
                        "name",
                        "renamed");

        assertThat(made.statusCode()).as(made.body()).isEqualTo(302);
        assertThat(code(function("renamed").orElseThrow())).isEqualTo(CODE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nodejs20.x | http://10.1.2.3/code | not public
            nodejs20.x | file:///etc/passwd   | no https address
            dotnet8    | http://10.1.2.3/code | no runtime here for dotnet8
            """)
    void whatCannotComeIsSaidAndNothingIsMade(String runtime, String location, String why) {
        HttpResponse<String> refused = developer(member)
                .postFile("/functions/import", "zip", new byte[0], "configuration", printed(runtime, location));

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("id=\"import-error\"", why);
        assertThat(function("orders")).isEmpty();
    }

    @Test
    void anAddressThatHasExpiredAndTextThatIsNoneAreSaid() {
        Browser browser = developer(member);

        assertThat(browser.postFile(
                                "/functions/import",
                                "zip",
                                new byte[0],
                                "configuration",
                                printed("nodejs24.x", location("late")))
                        .body())
                .contains("answered 403", "good for ten minutes");
        assertThat(browser.postFile("/functions/import", "zip", new byte[0], "configuration", "orders")
                        .body())
                .contains("This is no JSON");
        assertThat(browser.postFile("/functions/import", "zip", new byte[0], "configuration", "{}")
                        .body())
                .contains("There is no FunctionName");
    }

    @Test
    void programsDoTheSame() {
        String token = CurrentTenant.call(
                member.organization(),
                () -> keys.create(member, "api", Grants.ALL, null, "test").bearerToken());

        HttpResponse<String> made =
                browser().sendWithBody("POST", "/api/v1/imports", token, printed("nodejs24.x", location("good")));

        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(made.body()).contains("\"name\":\"orders\"", "role has no effect");
        assertThat(browser()
                        .sendWithBody("POST", "/api/v1/imports", token, printed("nodejs24.x", location("good")))
                        .statusCode())
                .isEqualTo(409);
    }

    private Optional<DeployedFunction> function(String name) {
        return CurrentTenant.call(
                member.organization(), () -> catalog.find(member.organization(), new FunctionName(name)));
    }

    private String code(DeployedFunction function) {
        return CurrentTenant.call(
                member.organization(),
                () -> packages.sources(member.organization(), function.latest().codeDigest())
                        .files()
                        .getFirst()
                        .text());
    }

    private static byte[] zip() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("src/app.js"));
            zip.write(CODE.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
