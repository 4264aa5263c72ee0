package io.millirun.runtimemanager.gateway;

import io.millirun.runtimemanager.Callers;
import io.millirun.runtimemanager.Organizations;
import io.millirun.runtimemanager.invocation.Invocations;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** The public port of a runtime-manager: function URLs, the Lambda API, health. */
public final class Gateway {

    private final Vertx vertx;
    private final GatewaySettings settings;
    private final InvokeApi invokeApi;
    private final FunctionUrls functionUrls;
    private final Supplier<Optional<String>> unready;

    /** @param unready why this process cannot take work now; empty if it can */
    public Gateway(
            Vertx vertx,
            GatewaySettings settings,
            Callers callers,
            Organizations organizations,
            FunctionLookup functions,
            Invocations invocations,
            InstantSource clock,
            Supplier<Optional<String>> unready) {
        this.vertx = vertx;
        this.settings = settings;
        this.invokeApi = new InvokeApi(vertx, settings, callers, functions, invocations, clock);
        this.functionUrls = new FunctionUrls(vertx, settings, organizations, callers, functions, invocations, clock);
        this.unready = unready;
    }

    /** Listens on every address of this host. */
    public Future<HttpServer> listen() {
        var options = new HttpServerOptions().setTcpNoDelay(true).setHandle100ContinueAutomatically(true);
        return vertx.createHttpServer(options).requestHandler(this::route).listen(settings.port());
    }

    private void route(HttpServerRequest request) {
        String path = request.path() == null ? "" : request.path();
        if (path.startsWith(FunctionUrls.PREFIX)) {
            functionUrls.handle(request);
        } else if (InvokeApi.handles(path) && HttpMethod.POST.equals(request.method())) {
            invokeApi.handle(request);
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
