package io.millirun.stem;

import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Executors;

/**
 * What the ahead-of-time cache is made from: a stem's start, then calls of handlers of every kind under the official
 * client, against a Runtime API of this process.
 */
final class Training {

    private static final String NEXT = "/2018-06-01/runtime/invocation/next";
    private static final int CALLS = 50;
    private static final String HTTP_EVENT = """
            {"version":"2.0","routeKey":"$default","rawPath":"/a","rawQueryString":"b=c","headers":{"host":"localhost"},
            "queryStringParameters":{"b":"c"},"requestContext":{"accountId":"0","apiId":"a","domainName":"localhost",
            "http":{"method":"GET","path":"/a","protocol":"HTTP/1.1","sourceIp":"127.0.0.1","userAgent":"a"},
            "requestId":"a","stage":"$default","time":"01/Jan/2026:00:00:00 +0000","timeEpoch":1767225600000},
            "body":"{}","isBase64Encoded":false}""";

    private final Queue<String> events = new ArrayDeque<>();

    static void run() throws Throwable {
        new Training().train();
        // Not by way of a return: the server's threads would keep the process.
        System.exit(0);
    }

    private void train() throws Throwable {
        Variables variables = Variables.open();
        WarmUp.perform(variables);
        ClientEnvironment constants = new ClientEnvironment();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newSingleThreadExecutor());
        server.start();
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:" + server.getAddress().getPort());
        environment.put("AWS_LAMBDA_FUNCTION_NAME", "training");
        environment.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
        environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        variables.replace(environment);
        constants.read();
        System.setProperty("user.dir", "/usr/lib/millirun/client/training");
        for (String handler : List.of("RehearsalMap", "RehearsalPojo", "RehearsalStream", "TrainingHttp")) {
            String event = handler.equals("TrainingHttp") ? HTTP_EVENT : "{\"name\":\"a\",\"values\":[1,2]}";
            for (int call = 0; call < CALLS; call++) {
                events.add(event);
            }
            // The client's loop ends after an error of the virtual machine.
            events.add("{\"name\":\"stop\",\"rawPath\":\"stop\"}");
            AWSLambda.main(new String[] {handler + "::handleRequest"});
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            if (exchange.getRequestURI().getPath().equals(NEXT)) {
                exchange.getResponseHeaders().add("Lambda-Runtime-Aws-Request-Id", UUID.randomUUID().toString());
                exchange.getResponseHeaders().add("Lambda-Runtime-Deadline-Ms", "4102444800000");
                exchange.getResponseHeaders().add("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:a:0:function:a");
                exchange.getResponseHeaders().add("Lambda-Runtime-Trace-Id", "Root=1-0-0");
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                send(exchange, 200, events.remove());
            } else {
                send(exchange, 202, "{\"status\":\"OK\"}");
            }
        }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
