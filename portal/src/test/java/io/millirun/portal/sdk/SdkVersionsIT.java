package io.millirun.portal.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.AliasConfiguration;
import software.amazon.awssdk.services.lambda.model.CreateAliasResponse;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.PreconditionFailedException;
import software.amazon.awssdk.services.lambda.model.PublishVersionResponse;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import tools.jackson.databind.json.JsonMapper;

@ExtendWith(Demo.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SdkVersionsIT {

    private final Demo demo;
    private final LambdaClient lambda;

    SdkVersionsIT(Demo demo) {
        this.demo = demo;
        lambda = Sdk.client(demo);
    }

    @AfterAll
    void close() {
        lambda.close();
    }

    private static SdkBytes saying(String word) {
        return Sdk.zip(Map.of("index.mjs", "export const handler = async () => '" + word + "';"));
    }

    /** A function with versions 1 and 2 that answer with their number. */
    private String twoVersions() {
        String name = Sdk.function(lambda, "versions", request -> request.code(code -> code.zipFile(saying("1"))));
        lambda.publishVersion(request -> request.functionName(name).description("the first"));
        lambda.updateFunctionCode(
                request -> request.functionName(name).zipFile(saying("2")).publish(true));
        return name;
    }

    @Test
    void whatProgramsDoIsInTheAuditLog() throws Exception {
        String name = twoVersions();
        lambda.createAlias(request -> request.functionName(name).name("live").functionVersion("2"));
        lambda.deleteFunction(request -> request.functionName(name));

        try (var client = HttpClient.newHttpClient()) {
            HttpResponse<String> audit = client.send(
                    HttpRequest.newBuilder(demo.portal().resolve("/api/v1/audit?q=" + name))
                            .header("Authorization", "Bearer " + demo.token())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            List<String> acts = new JsonMapper()
                    .readTree(audit.body()).findParents("subject").stream()
                            .filter(entry -> entry.get("subject").asString().startsWith(name))
                            .map(entry -> entry.get("action").asString() + " "
                                    + entry.get("subject").asString().substring(name.length()))
                            .toList();
            assertThat(acts)
                    .containsExactlyInAnyOrder(
                            "function.create ",
                            "version.publish :1",
                            "function.deploy ",
                            "alias.create :live",
                            "function.delete ");
            assertThat(audit.body()).contains(demo.accessKeyId());
        }
    }

    @Test
    void versionsAreNumberedUnchangingAndListed() {
        String name = twoVersions();
        PublishVersionResponse same = lambda.publishVersion(request -> request.functionName(name));
        assertThat(same.version()).isEqualTo("2");
        assertThat(
                        lambda
                                .listVersionsByFunctionPaginator(
                                        request -> request.functionName(name).maxItems(1))
                                .versions()
                                .stream()
                                .map(FunctionConfiguration::version))
                .containsExactly("$LATEST", "1", "2");
        lambda.waiter()
                .waitUntilPublishedVersionActive(
                        request -> request.functionName(name).qualifier("2"));
        assertThat(lambda.getFunctionConfiguration(
                                request -> request.functionName(name).qualifier("1"))
                        .description())
                .isEqualTo("the first");
        assertThat(lambda.invoke(request -> request.functionName(name).qualifier("1"))
                        .payload()
                        .asUtf8String())
                .isEqualTo("\"1\"");

        Sdk.refused(
                InvalidParameterValueException.class,
                400,
                () -> lambda.publishVersion(
                        request -> request.functionName(name).codeSha256("x".repeat(43) + "=")));
        Sdk.refused(
                PreconditionFailedException.class,
                412,
                () -> lambda.publishVersion(
                        request -> request.functionName(name).revisionId("11111111-1111-1111-1111-111111111111")));
        Sdk.refused(
                ResourceNotFoundException.class,
                404,
                () -> lambda.publishVersion(request -> request.functionName(Sdk.unique("none"))));
        Sdk.refused(
                ResourceNotFoundException.class,
                404,
                () -> lambda.listVersionsByFunction(request -> request.functionName(Sdk.unique("none"))));
    }

    @Test
    void aliasesAreMadeMovedAndDeleted() {
        String name = twoVersions();
        CreateAliasResponse made = lambda.createAlias(request ->
                request.functionName(name).name("live").functionVersion("1").description("what people call"));
        assertThat(made.aliasArn()).endsWith(":function:" + name + ":live");
        assertThat(made.functionVersion()).isEqualTo("1");
        assertThat(lambda.invoke(request -> request.functionName(name + ":live"))
                        .executedVersion())
                .isEqualTo("1");

        lambda.updateAlias(request ->
                request.functionName(name).name("live").functionVersion("2").revisionId(made.revisionId()));
        assertThat(lambda.getAlias(request -> request.functionName(name).name("live"))
                        .functionVersion())
                .isEqualTo("2");
        assertThat(lambda.getAlias(request -> request.functionName(name).name("live"))
                        .description())
                .isEqualTo("what people call");
        lambda.createAlias(request -> request.functionName(name).name("beta").functionVersion("$LATEST"));
        assertThat(lambda
                        .listAliasesPaginator(
                                request -> request.functionName(name).maxItems(1))
                        .aliases()
                        .stream()
                        .map(AliasConfiguration::name))
                .containsExactly("beta", "live");
        assertThat(lambda.listAliases(request -> request.functionName(name).functionVersion("2"))
                        .aliases())
                .extracting(AliasConfiguration::name)
                .containsExactly("live");

        Sdk.refused(
                PreconditionFailedException.class,
                412,
                () -> lambda.updateAlias(request -> request.functionName(name)
                        .name("live")
                        .functionVersion("1")
                        .revisionId(made.revisionId())));
        Sdk.refused(
                ResourceConflictException.class,
                409,
                () -> lambda.createAlias(
                        request -> request.functionName(name).name("live").functionVersion("1")));
        Sdk.refused(
                ResourceNotFoundException.class,
                404,
                () -> lambda.createAlias(
                        request -> request.functionName(name).name("next").functionVersion("9")));
        Sdk.refused(
                InvalidParameterValueException.class,
                400,
                () -> lambda.createAlias(
                        request -> request.functionName(name).name("12").functionVersion("1")));
        lambda.deleteAlias(request -> request.functionName(name).name("live"));
        Sdk.refused(
                ResourceNotFoundException.class,
                404,
                () -> lambda.getAlias(request -> request.functionName(name).name("live")));
        Sdk.refused(
                ResourceNotFoundException.class,
                404,
                () -> lambda.updateAlias(request -> request.functionName(name).name("live")));
    }

    @Test
    void anAliasSharesItsCallsBetweenTwoVersions() {
        String name = twoVersions();
        lambda.createAlias(request -> request.functionName(name)
                .name("canary")
                .functionVersion("1")
                .routingConfig(routing -> routing.additionalVersionWeights(Map.of("2", 0.5))));
        assertThat(lambda.getAlias(request -> request.functionName(name).name("canary"))
                        .routingConfig()
                        .additionalVersionWeights())
                .containsExactly(Map.entry("2", 0.5));

        Map<String, Integer> answers = new HashMap<>();
        for (int call = 0; call < 40; call++) {
            var answer = lambda.invoke(request -> request.functionName(name).qualifier("canary"));
            assertThat(answer.payload().asUtf8String()).isEqualTo("\"" + answer.executedVersion() + "\"");
            answers.merge(answer.executedVersion(), 1, Integer::sum);
        }
        // 40 fair coins fall on one side once in 5 * 10^11.
        assertThat(answers).containsOnlyKeys("1", "2");

        for (Map<String, Double> weights :
                List.of(Map.of("1", 0.5), Map.of("2", 1.5), Map.of("2", 0.1, "$LATEST", 0.1), Map.of("$LATEST", 0.1))) {
            Sdk.refused(
                    InvalidParameterValueException.class,
                    400,
                    () -> lambda.updateAlias(request -> request.functionName(name)
                            .name("canary")
                            .routingConfig(routing -> routing.additionalVersionWeights(weights))));
        }
        lambda.updateAlias(request -> request.functionName(name)
                .name("canary")
                .functionVersion("2")
                .routingConfig(routing -> routing.additionalVersionWeights(Map.of())));
        assertThat(lambda.invoke(request -> request.functionName(name).qualifier("canary"))
                        .executedVersion())
                .isEqualTo("2");
    }
}
