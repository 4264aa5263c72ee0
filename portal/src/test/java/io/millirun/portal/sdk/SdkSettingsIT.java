package io.millirun.portal.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.AddPermissionResponse;
import software.amazon.awssdk.services.lambda.model.CreateFunctionUrlConfigResponse;
import software.amazon.awssdk.services.lambda.model.FunctionEventInvokeConfig;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;
import software.amazon.awssdk.services.lambda.model.FunctionUrlConfig;
import software.amazon.awssdk.services.lambda.model.GetAccountSettingsResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionEventInvokeConfigResponse;
import software.amazon.awssdk.services.lambda.model.GetFunctionUrlConfigResponse;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.InvokeMode;
import software.amazon.awssdk.services.lambda.model.PolicyLengthExceededException;
import software.amazon.awssdk.services.lambda.model.PreconditionFailedException;
import software.amazon.awssdk.services.lambda.model.RecursiveLoop;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.UpdateRuntimeOn;

@ExtendWith(Demo.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SdkSettingsIT {

    private final LambdaClient lambda;

    SdkSettingsIT(Demo demo) {
        lambda = Sdk.client(demo);
    }

    @AfterAll
    void close() {
        lambda.close();
    }

    @Test
    void functionUrlsAreConfigured() {
        String name = Sdk.function(lambda, "url");
        CreateFunctionUrlConfigResponse made = lambda.createFunctionUrlConfig(request -> request.functionName(name)
                .authType(FunctionUrlAuthType.NONE)
                .invokeMode(InvokeMode.RESPONSE_STREAM)
                .cors(cors -> cors.allowOrigins("https://example.org")
                        .allowMethods("GET")
                        .allowHeaders("x-a")
                        .exposeHeaders("x-b")
                        .allowCredentials(true)
                        .maxAge(60)));
        assertThat(made.functionUrl()).startsWith("http");
        assertThat(made.functionArn()).endsWith(":function:" + name);
        Sdk.refused(
                ResourceConflictException.class,
                409,
                () -> lambda.createFunctionUrlConfig(
                        request -> request.functionName(name).authType(FunctionUrlAuthType.NONE)));

        lambda.updateFunctionUrlConfig(request ->
                request.functionName(name).authType(FunctionUrlAuthType.AWS_IAM).invokeMode(InvokeMode.BUFFERED));
        GetFunctionUrlConfigResponse now = lambda.getFunctionUrlConfig(request -> request.functionName(name));
        assertThat(now.functionUrl()).isEqualTo(made.functionUrl());
        assertThat(now.authType()).isEqualTo(FunctionUrlAuthType.AWS_IAM);
        assertThat(now.invokeMode()).isEqualTo(InvokeMode.BUFFERED);
        assertThat(now.cors().allowOrigins()).containsExactly("https://example.org");
        assertThat(now.cors().exposeHeaders()).containsExactly("x-b");
        assertThat(now.cors().allowCredentials()).isTrue();
        assertThat(now.cors().maxAge()).isEqualTo(60);

        lambda.publishVersion(request -> request.functionName(name));
        lambda.createAlias(request -> request.functionName(name).name("live").functionVersion("1"));
        lambda.createFunctionUrlConfig(
                request -> request.functionName(name).qualifier("live").authType(FunctionUrlAuthType.NONE));
        assertThat(lambda
                        .listFunctionUrlConfigsPaginator(
                                request -> request.functionName(name).maxItems(1))
                        .functionUrlConfigs()
                        .stream()
                        .map(FunctionUrlConfig::functionUrl))
                .hasSize(2)
                .doesNotHaveDuplicates();
        Sdk.refused(
                InvalidParameterValueException.class,
                400,
                () -> lambda.createFunctionUrlConfig(
                        request -> request.functionName(name).qualifier("1").authType(FunctionUrlAuthType.NONE)));
        lambda.deleteFunctionUrlConfig(request -> request.functionName(name));
        Sdk.refused(
                ResourceNotFoundException.class,
                404,
                () -> lambda.getFunctionUrlConfig(request -> request.functionName(name)));
        Sdk.refused(
                ResourceNotFoundException.class,
                404,
                () -> lambda.deleteFunctionUrlConfig(request -> request.functionName(name)));
        Sdk.refused(
                ResourceNotFoundException.class,
                404,
                () -> lambda.updateFunctionUrlConfig(
                        request -> request.functionName(name).authType(FunctionUrlAuthType.NONE)));
    }

    @Test
    void concurrencyIsReservedWithinTheAccountsLimit() {
        String name = Sdk.function(lambda, "reserved");
        GetAccountSettingsResponse before = lambda.getAccountSettings();
        assertThat(before.accountLimit().concurrentExecutions()).isPositive();
        assertThat(before.accountLimit().totalCodeSize())
                .isGreaterThan(before.accountUsage().totalCodeSize());
        assertThat(before.accountLimit().codeSizeUnzipped()).isEqualTo(262_144_000);
        assertThat(before.accountLimit().codeSizeZipped()).isEqualTo(52_428_800);
        assertThat(before.accountUsage().functionCount()).isPositive();

        assertThat(lambda.putFunctionConcurrency(
                                request -> request.functionName(name).reservedConcurrentExecutions(1))
                        .reservedConcurrentExecutions())
                .isOne();
        assertThat(lambda.getFunctionConcurrency(request -> request.functionName(name))
                        .reservedConcurrentExecutions())
                .isOne();
        assertThat(lambda.getFunction(request -> request.functionName(name))
                        .concurrency()
                        .reservedConcurrentExecutions())
                .isOne();
        assertThat(lambda.getAccountSettings().accountLimit().unreservedConcurrentExecutions())
                .isLessThan(before.accountLimit().concurrentExecutions());
        Sdk.refused(
                InvalidParameterValueException.class,
                400,
                () -> lambda.putFunctionConcurrency(
                        request -> request.functionName(name).reservedConcurrentExecutions(1_000_000)));
        lambda.deleteFunctionConcurrency(request -> request.functionName(name));
        assertThat(lambda.getFunctionConcurrency(request -> request.functionName(name))
                        .reservedConcurrentExecutions())
                .isNull();
        Sdk.refused(
                ResourceNotFoundException.class,
                404,
                () -> lambda.putFunctionConcurrency(
                        request -> request.functionName(Sdk.unique("none")).reservedConcurrentExecutions(1)));
        Sdk.refused(
                ResourceNotFoundException.class,
                404,
                () -> lambda.getFunctionConcurrency(request -> request.functionName(Sdk.unique("none"))));
    }

    @Test
    void eventInvocationIsConfiguredPerQualifier() {
        String name = Sdk.function(lambda, "events");
        String target = Sdk.function(lambda, "target");
        String arn = lambda.getFunctionConfiguration(request -> request.functionName(target))
                .functionArn();
        lambda.putFunctionEventInvokeConfig(request -> request.functionName(name)
                .maximumRetryAttempts(1)
                .maximumEventAgeInSeconds(90)
                .destinationConfig(config -> config.onFailure(failure -> failure.destination(arn))));
        lambda.updateFunctionEventInvokeConfig(request -> request.functionName(name)
                .maximumRetryAttempts(0)
                .destinationConfig(config -> config.onSuccess(success -> success.destination(arn))));
        GetFunctionEventInvokeConfigResponse now =
                lambda.getFunctionEventInvokeConfig(request -> request.functionName(name));
        assertThat(now.maximumRetryAttempts()).isZero();
        assertThat(now.maximumEventAgeInSeconds()).isEqualTo(90);
        assertThat(now.destinationConfig().onSuccess().destination()).isEqualTo(arn);
        assertThat(now.destinationConfig().onFailure().destination()).isEqualTo(arn);
        assertThat(now.lastModified()).isNotNull();

        lambda.publishVersion(request -> request.functionName(name));
        lambda.putFunctionEventInvokeConfig(
                request -> request.functionName(name).qualifier("1").maximumRetryAttempts(2));
        assertThat(lambda
                        .listFunctionEventInvokeConfigsPaginator(
                                request -> request.functionName(name).maxItems(1))
                        .functionEventInvokeConfigs()
                        .stream()
                        .map(FunctionEventInvokeConfig::functionArn))
                .hasSize(2)
                .anyMatch(found -> found.endsWith(":1"))
                .anyMatch(found -> found.endsWith(":$LATEST"));
        Sdk.refused(
                InvalidParameterValueException.class,
                400,
                () -> lambda.putFunctionEventInvokeConfig(
                        request -> request.functionName(name).maximumRetryAttempts(3)));
        Sdk.refused(
                InvalidParameterValueException.class,
                400,
                () -> lambda.putFunctionEventInvokeConfig(request -> request.functionName(name)
                        .destinationConfig(config -> config.onFailure(
                                failure -> failure.destination("arn:aws:sqs:eu-central-1:123456789012:q")))));
        lambda.deleteFunctionEventInvokeConfig(request -> request.functionName(name));
        Sdk.refused(
                ResourceNotFoundException.class,
                404,
                () -> lambda.getFunctionEventInvokeConfig(request -> request.functionName(name)));
        Sdk.refused(
                ResourceNotFoundException.class,
                404,
                () -> lambda.updateFunctionEventInvokeConfig(
                        request -> request.functionName(name).maximumRetryAttempts(1)));
        Sdk.refused(
                ResourceNotFoundException.class,
                404,
                () -> lambda.deleteFunctionEventInvokeConfig(request -> request.functionName(name)));
    }

    @Test
    void permissionsAreKeptForDeploymentTools() {
        String name = Sdk.function(lambda, "policy");
        Sdk.refused(
                ResourceNotFoundException.class, 404, () -> lambda.getPolicy(request -> request.functionName(name)));
        AddPermissionResponse added = lambda.addPermission(request -> request.functionName(name)
                .statementId("s3")
                .action("lambda:InvokeFunction")
                .principal("s3.amazonaws.com")
                .sourceArn("arn:aws:s3:::bucket")
                .sourceAccount("123456789012"));
        assertThat(added.statement()).contains("\"Sid\":\"s3\"", "\"s3.amazonaws.com\"", "\"AWS:SourceAccount\"");
        var policy = lambda.getPolicy(request -> request.functionName(name));
        assertThat(policy.policy()).contains("\"Version\":\"2012-10-17\"", "\"Sid\":\"s3\"", "arn:aws:s3:::bucket");
        Sdk.refused(ResourceConflictException.class, 409, () -> add(name, "s3", null));
        Sdk.refused(
                PreconditionFailedException.class,
                412,
                () -> add(name, "other", "11111111-1111-1111-1111-111111111111"));
        add(name, "other", policy.revisionId());
        lambda.removePermission(request -> request.functionName(name).statementId("s3"));
        assertThat(lambda.getPolicy(request -> request.functionName(name)).policy())
                .contains("\"other\"")
                .doesNotContain("\"s3\"");
        Sdk.refused(
                ResourceNotFoundException.class,
                404,
                () -> lambda.removePermission(
                        request -> request.functionName(name).statementId("s3")));
        Sdk.refused(PolicyLengthExceededException.class, 400, () -> {
            for (int number = 0; number < 20; number++) {
                String sid = "long" + number;
                lambda.addPermission(request -> request.functionName(name)
                        .statementId(sid)
                        .action("lambda:InvokeFunction")
                        .principal("s3.amazonaws.com")
                        .sourceArn("arn:aws:s3:::" + "b".repeat(1500)));
            }
        });
    }

    private void add(String name, String sid, @org.jspecify.annotations.Nullable String revision) {
        lambda.addPermission(request -> request.functionName(name)
                .statementId(sid)
                .action("lambda:InvokeFunction")
                .principal("123456789012")
                .revisionId(revision));
    }

    @Test
    void tagsAreKept() {
        String name = Sdk.function(lambda, "tags");
        String arn = lambda.getFunctionConfiguration(request -> request.functionName(name))
                .functionArn();
        lambda.tagResource(request -> request.resource(arn).tags(Map.of("a", "1", "b", "2", "c", "ü")));
        lambda.untagResource(request -> request.resource(arn).tagKeys("a", "b"));
        assertThat(lambda.listTags(request -> request.resource(arn)).tags()).containsExactly(Map.entry("c", "ü"));
        Sdk.refused(
                InvalidParameterValueException.class,
                400,
                () -> lambda.tagResource(request -> request.resource(arn).tags(Map.of("aws:mine", "x"))));
        Sdk.refused(
                ResourceNotFoundException.class,
                404,
                () -> lambda.listTags(request -> request.resource(arn + "-none")));
    }

    @Test
    void runtimeManagementAndRecursionAreKept() {
        String name = Sdk.function(lambda, "notes");
        assertThat(lambda.getRuntimeManagementConfig(request -> request.functionName(name))
                        .updateRuntimeOn())
                .isEqualTo(UpdateRuntimeOn.AUTO);
        lambda.putRuntimeManagementConfig(
                request -> request.functionName(name).updateRuntimeOn(UpdateRuntimeOn.FUNCTION_UPDATE));
        assertThat(lambda.getRuntimeManagementConfig(request -> request.functionName(name))
                        .updateRuntimeOn())
                .isEqualTo(UpdateRuntimeOn.FUNCTION_UPDATE);
        Sdk.refused(
                InvalidParameterValueException.class,
                400,
                () -> lambda.putRuntimeManagementConfig(
                        request -> request.functionName(name).updateRuntimeOn(UpdateRuntimeOn.MANUAL)));
        assertThat(lambda.getFunctionRecursionConfig(request -> request.functionName(name))
                        .recursiveLoop())
                .isEqualTo(RecursiveLoop.TERMINATE);
        lambda.putFunctionRecursionConfig(request -> request.functionName(name).recursiveLoop(RecursiveLoop.ALLOW));
        assertThat(lambda.getFunctionRecursionConfig(request -> request.functionName(name))
                        .recursiveLoop())
                .isEqualTo(RecursiveLoop.ALLOW);
        Sdk.refused(
                ResourceNotFoundException.class,
                404,
                () -> lambda.getFunctionRecursionConfig(request -> request.functionName(Sdk.unique("none"))));
    }
}
