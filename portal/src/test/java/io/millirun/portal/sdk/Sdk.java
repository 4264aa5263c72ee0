package io.millirun.portal.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaAsyncClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.LambdaClientBuilder;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/** AWS SDK for Java 2 with nothing changed but the endpoint, and what tests do with it again and again. */
final class Sdk {

    static final String ROLE = "arn:aws:iam::123456789012:role/lambda";

    /** Answers with its event and what it sees of itself. */
    static final String HANDLER = """
            import { readdirSync, existsSync } from 'node:fs';
            export const handler = async (event, context) => {
              console.log('seen', JSON.stringify(event));
              if (event.fail) throw new TypeError(event.fail);
              return {
                event, arn: context.invokedFunctionArn, version: context.functionVersion,
                custom: context.clientContext?.custom, variable: process.env.GREETING,
                opt: existsSync('/opt') ? readdirSync('/opt') : [],
              };
            };
            """;

    private Sdk() {}

    static LambdaClient client(Demo demo) {
        return builder(demo).build();
    }

    /** Takes the first answer for an answer. */
    static LambdaClient impatient(Demo demo) {
        return builder(demo)
                .overrideConfiguration(override -> override.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    private static LambdaClientBuilder builder(Demo demo) {
        return LambdaClient.builder()
                .endpointOverride(demo.endpoint())
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(credentials(demo))
                .httpClient(UrlConnectionHttpClient.create());
    }

    static LambdaAsyncClient async(Demo demo) {
        return LambdaAsyncClient.builder()
                .endpointOverride(demo.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials(demo))
                .build();
    }

    static StaticCredentialsProvider credentials(Demo demo) {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(demo.accessKeyId(), demo.secretAccessKey()));
    }

    /** A name that no other test uses. */
    static String unique(String what) {
        return what + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    static SdkBytes zip(Map<String, String> files) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return SdkBytes.fromByteArray(bytes.toByteArray());
    }

    static SdkBytes handler() {
        return zip(Map.of("index.mjs", HANDLER));
    }

    /** A new function of {@link #HANDLER}, ready. */
    static String function(LambdaClient client, String what) {
        return function(client, what, _ -> {});
    }

    static String function(LambdaClient client, String what, Consumer<CreateFunctionRequest.Builder> more) {
        String name = unique(what);
        client.createFunction(request -> {
            request.functionName(name)
                    .runtime("nodejs24.x")
                    .handler("index.handler")
                    .role(ROLE)
                    .memorySize(256)
                    .code(code -> code.zipFile(handler()));
            more.accept(request);
        });
        client.waiter().waitUntilFunctionActiveV2(request -> request.functionName(name));
        return name;
    }

    static InvokeResponse invoke(LambdaClient client, String name, String payload) {
        return client.invoke(InvokeRequest.builder()
                .functionName(name)
                .payload(SdkBytes.fromUtf8String(payload))
                .build());
    }

    /** That a call is refused with this error type and status, and a sentence. */
    static void refused(Class<? extends AwsServiceException> type, int status, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(type, error -> {
            assertThat(error.statusCode()).isEqualTo(status);
            assertThat(error.awsErrorDetails().errorMessage()).isNotBlank();
            assertThat(error.awsErrorDetails().errorCode()).isEqualTo(type.getSimpleName());
            assertThat(error.requestId()).isNotBlank();
        });
    }
}
