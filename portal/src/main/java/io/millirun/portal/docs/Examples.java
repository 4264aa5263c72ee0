package io.millirun.portal.docs;

import java.util.Map;

/** The examples of the documentation, by name. */
final class Examples {

    private Examples() {}

    /** How the reader's own function is called. */
    static Map<String, String> with(String gateway, String portal, String organization, String function, String keyId) {
        return Map.of(
                "env",
                """
                export MILLIRUN_TOKEN=mr_%s_YOUR_SECRET
                export AWS_ACCESS_KEY_ID=%s
                export AWS_SECRET_ACCESS_KEY=YOUR_SECRET
                export AWS_REGION=millirun-1
                export AWS_ENDPOINT_URL_LAMBDA=%s
                """.formatted(keyId, keyId, gateway),
                "curl",
                """
                curl -i -H "Authorization: Bearer $MILLIRUN_TOKEN" \\
                  -d '{"name": "Ada"}' %s/fn/%s/%s/
                """.formatted(gateway, organization, function),
                "aws",
                """
                aws lambda invoke --function-name %s --payload '{"name": "Ada"}' \\
                  --cli-binary-format raw-in-base64-out answer.json
                """.formatted(function),
                "js",
                """
                import { LambdaClient, InvokeCommand } from "@aws-sdk/client-lambda";

                const lambda = new LambdaClient({ endpoint: "%s", region: "millirun-1" });
                const answer = await lambda.send(new InvokeCommand({ FunctionName: "%s" }));
                console.log(Buffer.from(answer.Payload).toString());
                """.formatted(gateway, function),
                "python",
                """
                import boto3

                client = boto3.client("lambda", endpoint_url="%s", region_name="millirun-1")
                answer = client.invoke(FunctionName="%s", Payload=b"{}")
                print(answer["Payload"].read())
                """.formatted(gateway, function),
                "java",
                """
                LambdaClient lambda = LambdaClient.builder()
                        .endpointOverride(URI.create("%s"))
                        .region(Region.of("millirun-1"))
                        .build();
                InvokeResponse answer = lambda.invoke(
                        call -> call.functionName("%s").payload(SdkBytes.fromUtf8String("{}")));
                System.out.println(answer.payload().asUtf8String());
                """.formatted(gateway, function),
                "go",
                """
                cfg, err := config.LoadDefaultConfig(ctx, config.WithRegion("millirun-1"))
                client := lambda.NewFromConfig(cfg, func(o *lambda.Options) { o.BaseEndpoint = aws.String("%s") })
                answer, err := client.Invoke(ctx, &lambda.InvokeInput{
                    FunctionName: aws.String("%s"),
                    Payload:      []byte("{}"),
                })
                fmt.Println(string(answer.Payload))
                """.formatted(gateway, function),
                "deploy",
                """
                zip function.zip index.mjs
                aws lambda create-function --function-name my-function --runtime nodejs24.x \\
                  --handler index.handler --zip-file fileb://function.zip \\
                  --role arn:aws:iam::000000000000:role/unused
                aws lambda update-function-code --function-name my-function --zip-file fileb://function.zip
                """,
                "async",
                """
                aws lambda invoke --function-name %s --invocation-type Event --payload '{"name": "Ada"}' \\
                  --cli-binary-format raw-in-base64-out /dev/null
                """.formatted(function),
                "logs",
                """
                curl -H "Authorization: Bearer $MILLIRUN_TOKEN" %s/api/v1/functions/%s/logs
                """.formatted(portal, function));
    }

    /** How the REST API is asked. */
    static Map<String, String> ofApi(String portal) {
        return Map.of("me", """
                curl -H "Authorization: Bearer $MILLIRUN_TOKEN" %s/api/v1/me
                """.formatted(portal));
    }
}
