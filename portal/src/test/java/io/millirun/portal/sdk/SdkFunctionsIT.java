package io.millirun.portal.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.Architecture;
import software.amazon.awssdk.services.lambda.model.CreateFunctionResponse;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionVersion;
import software.amazon.awssdk.services.lambda.model.GetFunctionResponse;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;
import software.amazon.awssdk.services.lambda.model.LogFormat;
import software.amazon.awssdk.services.lambda.model.PackageType;
import software.amazon.awssdk.services.lambda.model.PreconditionFailedException;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.State;
import software.amazon.awssdk.services.lambda.model.TracingMode;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionCodeResponse;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationResponse;

@ExtendWith(Demo.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SdkFunctionsIT {

    private final LambdaClient lambda;

    SdkFunctionsIT(Demo demo) {
        lambda = Sdk.client(demo);
    }

    @AfterAll
    void close() {
        lambda.close();
    }

    @Test
    void aFunctionIsMadeAwaitedReadAndDeleted() throws Exception {
        String name = Sdk.unique("made");
        CreateFunctionResponse made = lambda.createFunction(request -> request.functionName(name)
                .runtime("python3.13")
                .handler("app.handler")
                .role(Sdk.ROLE)
                .description("says hello")
                .timeout(7)
                .memorySize(320)
                .tags(Map.of("team", "blue"))
                .code(code -> code.zipFile(Sdk.zip(Map.of("app.py", "def handler(e, c):\n    return e\n")))));

        assertThat(made.functionName()).isEqualTo(name);
        assertThat(made.functionArn()).matches("arn:aws:lambda:[a-z0-9-]+:[0-9]{12}:function:" + name);
        assertThat(made.version()).isEqualTo("$LATEST");
        assertThat(made.codeSize()).isPositive();
        assertThat(made.codeSha256()).hasSize(44);
        assertThat(made.packageType()).isEqualTo(PackageType.ZIP);
        assertThat(made.architectures()).containsExactly(Architecture.X86_64);
        assertThat(made.lastModified()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\+0000");

        lambda.waiter().waitUntilFunctionExists(request -> request.functionName(name));
        lambda.waiter().waitUntilFunctionActive(request -> request.functionName(name));
        GetFunctionResponse got = lambda.waiter()
                .waitUntilFunctionActiveV2(request -> request.functionName(name))
                .matched()
                .response()
                .orElseThrow();
        assertThat(got.configuration().state()).isEqualTo(State.ACTIVE);
        assertThat(got.configuration().timeout()).isEqualTo(7);
        assertThat(got.configuration().memorySize()).isEqualTo(320);
        assertThat(got.configuration().description()).isEqualTo("says hello");
        assertThat(got.tags()).containsExactly(Map.entry("team", "blue"));
        try (var http = HttpClient.newHttpClient()) {
            byte[] zip = http.send(
                            HttpRequest.newBuilder(URI.create(got.code().location()))
                                    .build(),
                            BodyHandlers.ofByteArray())
                    .body();
            assertThat(zip).hasSize(Math.toIntExact(made.codeSize()));
        }

        lambda.deleteFunction(request -> request.functionName(name));
        Sdk.refused(
                ResourceNotFoundException.class,
                404,
                () -> lambda.getFunctionConfiguration(request -> request.functionName(name)));
        Sdk.refused(
                ResourceNotFoundException.class,
                404,
                () -> lambda.deleteFunction(request -> request.functionName(name)));
    }

    @Test
    void whatCannotBeMadeIsRefusedWithTheDocumentedError() {
        String name = Sdk.function(lambda, "taken");
        Sdk.refused(ResourceConflictException.class, 409, () -> create(name, "nodejs24.x", "index.handler", 128));
        String other = Sdk.unique("refused");
        Sdk.refused(InvalidParameterValueException.class, 400, () -> create(other, "cobol1.x", "index.handler", 128));
        Sdk.refused(InvalidParameterValueException.class, 400, () -> create(other, "nodejs24.x", "a b", 128));
        Sdk.refused(InvalidParameterValueException.class, 400, () -> create(other, "nodejs24.x", "i.h", 64));
        Sdk.refused(
                InvalidParameterValueException.class, 400, () -> create("not a name", "nodejs24.x", "index.h", 128));
        Sdk.refused(
                InvalidParameterValueException.class,
                400,
                () -> lambda.createFunction(request -> request.functionName(other)
                        .runtime("nodejs24.x")
                        .handler("index.handler")
                        .role(Sdk.ROLE)
                        .code(code -> code.zipFile(SdkBytes.fromUtf8String("no zip")))));
        Sdk.refused(
                InvalidParameterValueException.class,
                400,
                () -> lambda.createFunction(request -> request.functionName(other)
                        .runtime("nodejs24.x")
                        .handler("index.handler")
                        .role(Sdk.ROLE)
                        .code(code -> code.s3Bucket("bucket").s3Key("key"))));
        Sdk.refused(
                InvalidParameterValueException.class,
                400,
                () -> lambda.createFunction(request -> request.functionName(other)
                        .runtime("nodejs24.x")
                        .handler("index.handler")
                        .role(Sdk.ROLE)
                        .layers("arn:aws:lambda:eu-central-1:123456789012:layer:none:1")
                        .code(code -> code.zipFile(Sdk.handler()))));
    }

    private void create(String name, String runtime, String handler, int memory) {
        lambda.createFunction(request -> request.functionName(name)
                .runtime(runtime)
                .handler(handler)
                .role(Sdk.ROLE)
                .memorySize(memory)
                .code(code -> code.zipFile(Sdk.handler())));
    }

    @Test
    void codeIsReplacedTriedAndPublished() {
        String name = Sdk.function(lambda, "code");
        String before = lambda.getFunctionConfiguration(request -> request.functionName(name))
                .codeSha256();
        SdkBytes other = Sdk.zip(Map.of("index.mjs", "export const handler = async () => 'second';"));

        UpdateFunctionCodeResponse tried = lambda.updateFunctionCode(
                request -> request.functionName(name).zipFile(other).dryRun(true));
        FunctionConfiguration untouched = configuration(name);
        assertThat(untouched.codeSha256()).isEqualTo(before);
        assertThat(tried.revisionId()).isEqualTo(untouched.revisionId());

        UpdateFunctionCodeResponse updated = lambda.updateFunctionCode(request ->
                request.functionName(name).zipFile(other).publish(true).revisionId(untouched.revisionId()));
        assertThat(updated.version()).isEqualTo("1");
        assertThat(updated.functionArn()).endsWith(":function:" + name + ":1");
        lambda.waiter().waitUntilFunctionUpdated(request -> request.functionName(name));
        lambda.waiter().waitUntilFunctionUpdatedV2(request -> request.functionName(name));
        assertThat(configuration(name).lastUpdateStatus()).isEqualTo(LastUpdateStatus.SUCCESSFUL);
        assertThat(configuration(name).codeSha256()).isNotEqualTo(before);
        assertThat(Sdk.invoke(lambda, name, "{}").payload().asUtf8String()).isEqualTo("\"second\"");

        Sdk.refused(
                PreconditionFailedException.class,
                412,
                () -> lambda.updateFunctionCode(
                        request -> request.functionName(name).zipFile(other).revisionId(untouched.revisionId())));
        Sdk.refused(
                ResourceNotFoundException.class,
                404,
                () -> lambda.updateFunctionCode(
                        request -> request.functionName(Sdk.unique("none")).zipFile(other)));
        Sdk.refused(
                InvalidParameterValueException.class,
                400,
                () -> lambda.updateFunctionCode(
                        request -> request.functionName(name + ":1").zipFile(other)));
        Sdk.refused(
                InvalidParameterValueException.class,
                400,
                () -> lambda.updateFunctionCode(request -> request.functionName(name)));
    }

    private FunctionConfiguration configuration(String name) {
        return lambda.getFunction(request -> request.functionName(name)).configuration();
    }

    @Test
    void theWholeConfigurationIsKeptAndReturned() {
        String name = Sdk.function(lambda, "whole");
        String revision = configuration(name).revisionId();
        UpdateFunctionConfigurationResponse changed =
                lambda.updateFunctionConfiguration(request -> request.functionName(name)
                        .description("changed")
                        .memorySize(512)
                        .timeout(20)
                        .environment(environment -> environment.variables(Map.of("GREETING", "grüezi")))
                        .ephemeralStorage(storage -> storage.size(1024))
                        .deadLetterConfig(config -> config.targetArn("arn:aws:sqs:eu-central-1:123456789012:dead"))
                        .loggingConfig(logging -> logging.logFormat(LogFormat.JSON)
                                .applicationLogLevel("WARN")
                                .systemLogLevel("DEBUG")
                                .logGroup("mine"))
                        .vpcConfig(vpc -> vpc.subnetIds("subnet-1").securityGroupIds("sg-1"))
                        .kmsKeyArn("arn:aws:kms:eu-central-1:123456789012:key/abc")
                        .tracingConfig(tracing -> tracing.mode(TracingMode.ACTIVE))
                        .role("arn:aws:iam::123456789012:role/other")
                        .revisionId(revision));

        assertThat(changed.revisionId()).isNotEqualTo(revision);
        lambda.waiter().waitUntilFunctionUpdatedV2(request -> request.functionName(name));
        FunctionConfiguration now = configuration(name);
        assertThat(now.description()).isEqualTo("changed");
        assertThat(now.memorySize()).isEqualTo(512);
        assertThat(now.timeout()).isEqualTo(20);
        assertThat(now.environment().variables()).containsExactly(Map.entry("GREETING", "grüezi"));
        assertThat(now.ephemeralStorage().size()).isEqualTo(1024);
        assertThat(now.deadLetterConfig().targetArn()).endsWith(":dead");
        assertThat(now.loggingConfig().logFormat()).isEqualTo(LogFormat.JSON);
        assertThat(now.loggingConfig().applicationLogLevelAsString()).isEqualTo("WARN");
        assertThat(now.loggingConfig().systemLogLevelAsString()).isEqualTo("DEBUG");
        assertThat(now.loggingConfig().logGroup()).isEqualTo("mine");
        assertThat(now.vpcConfig().subnetIds()).containsExactly("subnet-1");
        assertThat(now.vpcConfig().securityGroupIds()).containsExactly("sg-1");
        assertThat(now.kmsKeyArn()).endsWith("key/abc");
        assertThat(now.tracingConfig().mode()).isEqualTo(TracingMode.ACTIVE);
        assertThat(now.role()).endsWith("role/other");
        assertThat(Sdk.invoke(lambda, name, "{}").payload().asUtf8String()).contains("grüezi");

        Sdk.refused(
                PreconditionFailedException.class,
                412,
                () -> lambda.updateFunctionConfiguration(
                        request -> request.functionName(name).timeout(3).revisionId(revision)));
        Sdk.refused(
                InvalidParameterValueException.class,
                400,
                () -> lambda.updateFunctionConfiguration(
                        request -> request.functionName(name).timeout(901)));
        Sdk.refused(
                InvalidParameterValueException.class,
                400,
                () -> lambda.updateFunctionConfiguration(request -> request.functionName(name)
                        .environment(environment -> environment.variables(Map.of("AWS_LAMBDA_RUNTIME_API", "x")))));
        Sdk.refused(
                ResourceNotFoundException.class,
                404,
                () -> lambda.updateFunctionConfiguration(
                        request -> request.functionName(Sdk.unique("none")).timeout(3)));
    }

    @Test
    void functionsAreListedPageByPage() {
        String first = Sdk.function(lambda, "list");
        String second = Sdk.function(lambda, "list");
        lambda.publishVersion(request -> request.functionName(first));

        assertThat(lambda.listFunctionsPaginator(request -> request.maxItems(1)).stream())
                .allSatisfy(page -> assertThat(page.functions()).hasSizeLessThanOrEqualTo(1));
        assertThat(lambda.listFunctionsPaginator(request -> request.maxItems(1)).functions().stream()
                        .map(FunctionConfiguration::functionName))
                .contains(first, second)
                .doesNotHaveDuplicates();
        assertThat(lambda
                        .listFunctionsPaginator(request -> request.maxItems(2).functionVersion(FunctionVersion.ALL))
                        .functions()
                        .stream()
                        .filter(function -> function.functionName().equals(first))
                        .map(FunctionConfiguration::version))
                .containsExactlyInAnyOrder("$LATEST", "1");
        Sdk.refused(
                InvalidParameterValueException.class,
                400,
                () -> lambda.listFunctions(request -> request.marker("no marker")));
    }

    @Test
    void latestIsNotDeletedAlone() {
        String name = Sdk.function(lambda, "latest");
        lambda.publishVersion(request -> request.functionName(name));
        lambda.publishVersion(request -> request.functionName(name).description("same code"));
        lambda.createAlias(request -> request.functionName(name).name("live").functionVersion("1"));

        Sdk.refused(
                InvalidParameterValueException.class,
                400,
                () -> lambda.deleteFunction(
                        request -> request.functionName(name).qualifier("$LATEST")));
        Sdk.refused(
                ResourceConflictException.class,
                409,
                () -> lambda.deleteFunction(
                        request -> request.functionName(name).qualifier("1")));
        lambda.deleteAlias(request -> request.functionName(name).name("live"));
        lambda.deleteFunction(request -> request.functionName(name).qualifier("1"));
        Sdk.refused(
                ResourceNotFoundException.class,
                404,
                () -> lambda.getFunction(request -> request.functionName(name).qualifier("1")));
        assertThat(lambda.getFunction(request -> request.functionName(name))).isNotNull();
    }
}
