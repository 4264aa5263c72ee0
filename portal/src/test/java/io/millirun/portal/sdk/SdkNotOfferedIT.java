package io.millirun.portal.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.CodeSigningConfigNotFoundException;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.ProvisionedConcurrencyConfigNotFoundException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.SnapStartApplyOn;

/** What only AWS has says so, and lists of it are empty: tools that look for it go on. */
@ExtendWith(Demo.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SdkNotOfferedIT {

    private static final String SIGNING =
            "arn:aws:lambda:eu-central-1:123456789012:code-signing-config:csc-0123456789abcdef0";

    private final LambdaClient lambda;
    private final String name;

    SdkNotOfferedIT(Demo demo) {
        lambda = Sdk.client(demo);
        name = Sdk.function(lambda, "bare");
    }

    @AfterAll
    void close() {
        lambda.close();
    }

    @Test
    void eventSourceMappings() {
        Sdk.refused(
                InvalidParameterValueException.class,
                400,
                () -> lambda.createEventSourceMapping(request ->
                        request.functionName(name).eventSourceArn("arn:aws:sqs:eu-central-1:123456789012:q")));
        assertThat(lambda.listEventSourceMappingsPaginator(request -> request.functionName(name))
                        .eventSourceMappings())
                .isEmpty();
        String uuid = UUID.randomUUID().toString();
        Sdk.refused(
                ResourceNotFoundException.class,
                404,
                () -> lambda.getEventSourceMapping(request -> request.uuid(uuid)));
        Sdk.refused(
                ResourceNotFoundException.class,
                404,
                () -> lambda.updateEventSourceMapping(request -> request.uuid(uuid)));
        Sdk.refused(
                ResourceNotFoundException.class,
                404,
                () -> lambda.deleteEventSourceMapping(request -> request.uuid(uuid)));
    }

    @Test
    void codeSigning() {
        Sdk.refused(
                InvalidParameterValueException.class,
                400,
                () -> lambda.createCodeSigningConfig(
                        request -> request.allowedPublishers(publishers -> publishers.signingProfileVersionArns(
                                "arn:aws:signer:eu-central-1:123456789012:/signing-profiles/a/b"))));
        assertThat(lambda.listCodeSigningConfigsPaginator(_ -> {}).codeSigningConfigs())
                .isEmpty();
        Sdk.refused(
                ResourceNotFoundException.class,
                404,
                () -> lambda.getCodeSigningConfig(request -> request.codeSigningConfigArn(SIGNING)));
        Sdk.refused(
                ResourceNotFoundException.class,
                404,
                () -> lambda.listFunctionsByCodeSigningConfig(request -> request.codeSigningConfigArn(SIGNING)));
        Sdk.refused(
                CodeSigningConfigNotFoundException.class,
                404,
                () -> lambda.putFunctionCodeSigningConfig(
                        request -> request.functionName(name).codeSigningConfigArn(SIGNING)));
        assertThat(lambda.getFunctionCodeSigningConfig(request -> request.functionName(name))
                        .functionName())
                .isEqualTo(name);
        lambda.deleteFunctionCodeSigningConfig(request -> request.functionName(name));
    }

    @Test
    void provisionedConcurrency() {
        lambda.publishVersion(request -> request.functionName(name));
        Sdk.refused(
                InvalidParameterValueException.class,
                400,
                () -> lambda.putProvisionedConcurrencyConfig(
                        request -> request.functionName(name).qualifier("1").provisionedConcurrentExecutions(1)));
        Sdk.refused(
                ProvisionedConcurrencyConfigNotFoundException.class,
                404,
                () -> lambda.getProvisionedConcurrencyConfig(
                        request -> request.functionName(name).qualifier("1")));
        assertThat(lambda.listProvisionedConcurrencyConfigsPaginator(request -> request.functionName(name))
                        .provisionedConcurrencyConfigs())
                .isEmpty();
    }

    @Test
    void snapStart() {
        Sdk.refused(
                InvalidParameterValueException.class,
                400,
                () -> lambda.updateFunctionConfiguration(request -> request.functionName(name)
                        .snapStart(snap -> snap.applyOn(SnapStartApplyOn.PUBLISHED_VERSIONS))));
        assertThat(lambda.updateFunctionConfiguration(request ->
                                request.functionName(name).snapStart(snap -> snap.applyOn(SnapStartApplyOn.NONE)))
                        .snapStart()
                        .applyOn())
                .isEqualTo(SnapStartApplyOn.NONE);
    }
}
