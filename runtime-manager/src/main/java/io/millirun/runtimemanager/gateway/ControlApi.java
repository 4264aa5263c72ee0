package io.millirun.runtimemanager.gateway;

import io.millirun.runtimemanager.Authentication.Authenticated;
import io.millirun.runtimemanager.Authentication.Rejected;
import io.millirun.runtimemanager.Caller;
import io.millirun.runtimemanager.lambdaapi.LambdaApi;
import io.millirun.runtimemanager.lambdaapi.LambdaApi.Incoming;
import io.millirun.runtimemanager.lambdaapi.LambdaApi.Outgoing;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Lambda API but for Invoke, on the gateway's port: reads requests on the event loop, serves them beside it. */
final class ControlApi {

    private static final Logger log = LoggerFactory.getLogger(ControlApi.class);

    /** A zip of 50 MB in base64, and the rest of the request. */
    private static final int LARGEST = 70 << 20;

    private static final Pattern SCOPE = Pattern.compile("/[0-9]{8}/([a-z]{2}(?:-[a-z]{1,12}){1,3}-[0-9])/lambda/");

    private final Vertx vertx;
    private final Authenticator authenticator;
    private final LambdaApi api;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    ControlApi(Vertx vertx, Authenticator authenticator, LambdaApi api) {
        this.vertx = vertx;
        this.authenticator = authenticator;
        this.api = api;
    }

    void handle(HttpServerRequest request) {
        request.response().putHeader(Replies.REQUEST_ID, UUID.randomUUID().toString());
        RequestBody.read(
                request,
                LARGEST,
                body -> authenticate(request, body),
                () -> Replies.error(
                        request.response(),
                        413,
                        "RequestTooLargeException",
                        "Request must be smaller than " + LARGEST + " bytes"));
    }

    private void authenticate(HttpServerRequest request, Buffer body) {
        Context loop = vertx.getOrCreateContext();
        authenticator.authenticate(request, body).whenComplete((authentication, failed) -> {
            if (failed != null) {
                InvokeApi.unavailable(request.response(), failed);
                return;
            }
            switch (authentication) {
                case Rejected(var code, var message) -> Replies.error(request.response(), 403, code, message);
                case Authenticated(var caller) ->
                    threads.execute(() -> {
                        Outgoing outgoing = serve(request, body, caller);
                        loop.runOnContext(_ -> InvokeApi.ifOpen(request, () -> answer(request.response(), outgoing)));
                    });
            }
        });
    }

    /** Whatever goes wrong, there is an answer. */
    private Outgoing serve(HttpServerRequest request, Buffer body, Caller caller) {
        try {
            return api.serve(incoming(request, body), caller);
        } catch (RuntimeException unexpected) {
            log.error("A request to the Lambda API failed", unexpected);
            return new Outgoing.Failed(500, "ServiceException", "The service encountered an internal error.");
        }
    }

    private static Incoming incoming(HttpServerRequest request, Buffer body) {
        return new Incoming(
                request.method().name(),
                request.path(),
                request.params(),
                body,
                request.scheme() + "://" + String.valueOf(request.authority()),
                region(request),
                request.remoteAddress() == null ? null : request.remoteAddress().hostAddress());
    }

    /** The region of a signature, if it is formed like AWS's: tools expect ARNs to name theirs. */
    private static @Nullable String region(HttpServerRequest request) {
        String header = request.getHeader("Authorization");
        String presigned = request.getParam("X-Amz-Credential");
        Matcher scope = SCOPE.matcher(header != null ? header : presigned != null ? presigned : "");
        return scope.find() ? scope.group(1) : null;
    }

    private static void answer(HttpServerResponse response, Outgoing outgoing) {
        switch (outgoing) {
            case Outgoing.Failed(var status, var type, var message) -> Replies.error(response, status, type, message);
            case Outgoing.Done(var status, JsonObject body) -> {
                response.setStatusCode(status);
                if (body == null) {
                    response.end();
                } else {
                    response.putHeader("Content-Type", "application/json").end(body.toBuffer());
                }
            }
        }
    }

    /** Sends the code package that the path is the address of. */
    void download(HttpServerRequest request) {
        Context loop = vertx.getOrCreateContext();
        String path = request.path();
        threads.execute(() -> {
            var zip = new ByteArrayOutputStream();
            boolean[] there = {false};
            try {
                there[0] = api.download(path, zip);
            } catch (IOException | RuntimeException failed) {
                log.warn("a code package could not be sent: {}", failed.getMessage());
            }
            loop.runOnContext(_ -> InvokeApi.ifOpen(request, () -> {
                if (there[0]) {
                    request.response()
                            .putHeader("Content-Type", "application/zip")
                            .end(Buffer.buffer(zip.toByteArray()));
                } else {
                    Replies.error(request.response(), 403, "AccessDeniedException", "Request has expired");
                }
            }));
        });
    }
}
