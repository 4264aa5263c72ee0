package io.millirun.runtimemanager.gateway;

import io.millirun.runtimemanager.Callers;
import io.millirun.runtimemanager.Organizations;
import io.millirun.runtimemanager.SigningKeys;
import io.millirun.runtimemanager.events.EventIntake;
import io.millirun.runtimemanager.invocation.Invocations;
import io.millirun.runtimemanager.lambdaapi.LambdaApi;
import io.millirun.runtimemanager.signature.Signatures;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/** The public port of a runtime-manager: function URLs, the Lambda API, health. */
public final class Gateway {

    private final Vertx vertx;
    private final GatewaySettings settings;
    private final InvokeApi invokeApi;
    private final FunctionUrls functionUrls;
    private final ControlApi controlApi;
    private final ImageDownloads images;
    private final Supplier<Optional<String>> unready;

    /** @param unready why this process cannot take work now; empty if it can */
    public Gateway(
            Vertx vertx,
            GatewaySettings settings,
            Callers callers,
            SigningKeys keys,
            LambdaApi api,
            Organizations organizations,
            FunctionLookup functions,
            Invocations invocations,
            EventIntake events,
            ImageDownloads images,
            Clock clock,
            Supplier<Optional<String>> unready) {
        this.vertx = vertx;
        this.settings = settings;
        var authenticator = new Authenticator(callers, new Signatures(keys, clock));
        this.invokeApi = new InvokeApi(
                vertx,
                settings,
                authenticator,
                functions,
                invocations,
                new EventCalls(events, settings.eventLimit()),
                clock);
        this.functionUrls =
                new FunctionUrls(vertx, settings, organizations, authenticator, functions, invocations, clock);
        this.images = images;
        this.controlApi = new ControlApi(vertx, authenticator, api);
        this.unready = unready;
    }

    /** Listens on every address of this host. */
    public Future<HttpServer> listen() {
        var options = new HttpServerOptions().setTcpNoDelay(true).setHandle100ContinueAutomatically(true);
        return vertx.createHttpServer(options).requestHandler(this::route).listen(settings.port());
    }

    private static boolean isDecodable(HttpServerRequest request) {
        String query = request.query();
        if (query == null || query.indexOf('%') < 0) {
            return true;
        }
        try {
            return request.params() != null;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private void route(HttpServerRequest request) {
        String path = request.path() == null ? "" : request.path();
        if (functionUrls.handles(request, path)) {
            functionUrls.handle(request);
        } else if (!isDecodable(request)) {
            Replies.error(
                    request.response(),
                    400,
                    "InvalidParameterValueException",
                    "The query is not percent-encoded as it should be.");
        } else if (InvokeApi.handles(path) && HttpMethod.POST.equals(request.method())) {
            invokeApi.handle(request);
        } else if (LambdaApi.handles(path)) {
            controlApi.handle(request);
        } else if (LambdaApi.isPackage(path) && HttpMethod.GET.equals(request.method())) {
            controlApi.download(request);
        } else if (images.handles(path) && HttpMethod.GET.equals(request.method())) {
            images.handle(request);
        } else if (path.equals("/healthz")) {
            request.response().putHeader("Content-Type", "text/plain").end("ok\n");
        } else if (path.equals("/readyz")) {
            Optional<String> why = unready.get();
            request.response()
                    .setStatusCode(why.isEmpty() ? 200 : 503)
                    .putHeader("Content-Type", "text/plain")
                    .end(why.orElse("ready") + "\n");
        } else {
            Replies.error(request.response(), 404, "UnknownOperationException", "There is nothing at this path.");
        }
    }
}
