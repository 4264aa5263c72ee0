package io.millirun.portal.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.Architecture;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.Layer;
import software.amazon.awssdk.services.lambda.model.LayerVersionsListItem;
import software.amazon.awssdk.services.lambda.model.LayersListItem;
import software.amazon.awssdk.services.lambda.model.PreconditionFailedException;
import software.amazon.awssdk.services.lambda.model.PublishLayerVersionResponse;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.Runtime;

@ExtendWith(Demo.Extension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SdkLayersIT {

    private final LambdaClient lambda;

    SdkLayersIT(Demo demo) {
        lambda = Sdk.client(demo);
    }

    @AfterAll
    void close() {
        lambda.close();
    }

    private PublishLayerVersionResponse publish(String layer, String file) {
        return lambda.publishLayerVersion(request -> request.layerName(layer)
                .description("has " + file)
                .licenseInfo("MIT")
                .compatibleRuntimes(Runtime.fromValue("nodejs24.x"))
                .compatibleArchitectures(Architecture.X86_64)
                .content(content -> content.zipFile(Sdk.zip(Map.of(file, "text")))));
    }

    @Test
    void layersArePublishedFoundListedAndDeleted() {
        String layer = Sdk.unique("layer");
        PublishLayerVersionResponse first = publish(layer, "one");
        PublishLayerVersionResponse second = publish(layer, "two");
        assertThat(first.version()).isOne();
        assertThat(second.version()).isEqualTo(2);
        assertThat(second.layerVersionArn()).isEqualTo(second.layerArn() + ":2");
        assertThat(second.content().codeSize()).isPositive();
        assertThat(second.content().location()).startsWith("http");

        var got = lambda.getLayerVersion(request -> request.layerName(layer).versionNumber(1L));
        assertThat(got.description()).isEqualTo("has one");
        assertThat(got.licenseInfo()).isEqualTo("MIT");
        assertThat(got.compatibleRuntimesAsStrings()).containsExactly("nodejs24.x");
        assertThat(got.compatibleArchitectures()).containsExactly(Architecture.X86_64);
        assertThat(got.content().codeSha256()).hasSize(44);
        assertThat(lambda.getLayerVersionByArn(request -> request.arn(second.layerVersionArn()))
                        .version())
                .isEqualTo(2);
        assertThat(
                        lambda
                                .listLayerVersionsPaginator(
                                        request -> request.layerName(layer).maxItems(1))
                                .layerVersions()
                                .stream()
                                .map(LayerVersionsListItem::version))
                .containsExactly(2L, 1L);
        assertThat(lambda
                        .listLayersPaginator(
                                request -> request.maxItems(1).compatibleRuntime(Runtime.fromValue("nodejs24.x")))
                        .layers()
                        .stream()
                        .map(LayersListItem::layerName))
                .contains(layer)
                .doesNotHaveDuplicates();
        assertThat(lambda.listLayerVersions(
                                request -> request.layerName(layer).compatibleArchitecture(Architecture.ARM64))
                        .layerVersions())
                .isEmpty();

        lambda.deleteLayerVersion(request -> request.layerName(layer).versionNumber(1L));
        Sdk.refused(
                ResourceNotFoundException.class,
                404,
                () -> lambda.getLayerVersion(request -> request.layerName(layer).versionNumber(1L)));
        assertThat(publish(layer, "three").version()).isEqualTo(3);
        Sdk.refused(
                InvalidParameterValueException.class,
                400,
                () -> lambda.publishLayerVersion(request -> request.layerName(layer)
                        .content(content -> content.zipFile(SdkBytes.fromUtf8String("no zip")))));
        Sdk.refused(
                InvalidParameterValueException.class,
                400,
                () -> lambda.getLayerVersionByArn(request -> request.arn("arn:aws:lambda:x")));
    }

    @Test
    void layersAreMergedIntoOptLaterOnesOverEarlier() {
        String lower = publish(Sdk.unique("lower"), "lower").layerVersionArn();
        String upper = publish(Sdk.unique("upper"), "upper").layerVersionArn();
        String name = Sdk.function(lambda, "layered", request -> request.layers(lower, upper));

        assertThat(lambda.getFunctionConfiguration(request -> request.functionName(name))
                        .layers())
                .extracting(Layer::arn)
                .containsExactly(lower, upper);
        assertThat(Sdk.invoke(lambda, name, "{}").payload().asUtf8String()).contains("\"lower\"", "\"upper\"");
        Sdk.refused(
                InvalidParameterValueException.class,
                400,
                () -> lambda.updateFunctionConfiguration(
                        request -> request.functionName(name).layers(lower, lower)));
        Sdk.refused(
                InvalidParameterValueException.class,
                400,
                () -> lambda.updateFunctionConfiguration(
                        request -> request.functionName(name).layers(lower.replaceAll(":1$", ":9"))));
        lambda.updateFunctionConfiguration(request -> request.functionName(name).layers(java.util.List.of()));
        assertThat(Sdk.invoke(lambda, name, "{}").payload().asUtf8String()).doesNotContain("\"lower\"");
    }

    @Test
    void permissionsOfLayersAreKept() {
        String layer = Sdk.unique("shared");
        publish(layer, "file");
        Sdk.refused(
                ResourceNotFoundException.class,
                404,
                () -> lambda.getLayerVersionPolicy(
                        request -> request.layerName(layer).versionNumber(1L)));
        lambda.addLayerVersionPermission(request -> request.layerName(layer)
                .versionNumber(1L)
                .statementId("all")
                .action("lambda:GetLayerVersion")
                .principal("*")
                .organizationId("o-1234567890"));
        var policy =
                lambda.getLayerVersionPolicy(request -> request.layerName(layer).versionNumber(1L));
        assertThat(policy.policy()).contains("\"Sid\":\"all\"", "o-1234567890");
        Sdk.refused(
                ResourceConflictException.class,
                409,
                () -> lambda.addLayerVersionPermission(request -> request.layerName(layer)
                        .versionNumber(1L)
                        .statementId("all")
                        .action("lambda:GetLayerVersion")
                        .principal("*")));
        Sdk.refused(
                PreconditionFailedException.class,
                412,
                () -> lambda.removeLayerVersionPermission(request -> request.layerName(layer)
                        .versionNumber(1L)
                        .statementId("all")
                        .revisionId("11111111-1111-1111-1111-111111111111")));
        lambda.removeLayerVersionPermission(request ->
                request.layerName(layer).versionNumber(1L).statementId("all").revisionId(policy.revisionId()));
        Sdk.refused(
                ResourceNotFoundException.class,
                404,
                () -> lambda.removeLayerVersionPermission(
                        request -> request.layerName(layer).versionNumber(1L).statementId("all")));
    }
}
