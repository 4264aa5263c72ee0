package io.millirun.runtimemanager.runtimeapi;

import io.millirun.runtimemanager.code.CodeBundle;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.instances.CallEnd;
import io.millirun.runtimemanager.instances.Fleet;
import io.millirun.runtimemanager.instances.Instance;
import io.millirun.runtimemanager.instances.Measurement;
import io.millirun.runtimemanager.instances.Retirement;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.VertxConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The AWS Lambda Runtime API (2018-06-01), and the stems' own request for an assignment. Which instance is calling is told
 * by the host name it calls: its token is the first label.
 */
public final class RuntimeApi {

    private static final Logger log = LoggerFactory.getLogger(RuntimeApi.class);
    private static final String INVOCATION = "/2018-06-01/runtime/invocation/";
    private static final String NEXT = INVOCATION + "next";
    private static final String INIT_ERROR = "/2018-06-01/runtime/init/error";
    private static final String ASSIGNMENT = "/millirun/v1/assignment";

    private final Vertx vertx;
    private final RuntimeApiSettings settings;
    private final Fleet fleet;
    private final CallEndings endings;
    private final Function<FunctionVersion, CompletionStage<CodeBundle>> bundles;
    private final InstantSource clock;

    /** @param bundles finds or makes the bundle of a version's code */
    public RuntimeApi(
            Vertx vertx,
            RuntimeApiSettings settings,
            Fleet fleet,
            Measurement measurement,
            Function<FunctionVersion, CompletionStage<CodeBundle>> bundles,
            InstantSource clock) {
        this.vertx = vertx;
        this.settings = settings;
        this.fleet = fleet;
        this.endings = new CallEndings(vertx, settings, fleet, measurement);
        this.bundles = bundles;
        this.clock = clock;
    }

    /** Listens on {@code address}, which only instances can reach. */
    public Future<HttpServer> listen(String address, int port) {
        var options = new HttpServerOptions()
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true)
                .setIdleTimeout(0)
                .setMaxHeaderSize(64 * 1024);
        return vertx.createHttpServer(options)
                .connectionHandler(Trailers::keep)
                .requestHandler(this::route)
                .listen(port, address);
    }

    private void route(HttpServerRequest request) {
        Optional<Instance> instance = caller(request);
        if (instance.isEmpty()) {
            CallEndings.refuse(request, 403, "Forbidden", "unknown instance");
            return;
        }
        String path = request.path();
        if (path.equals(NEXT) && HttpMethod.GET.equals(request.method())) {
            fleet.askedForCall(instance.get(), poll(request, instance.get()));
        } else if (path.equals(ASSIGNMENT) && HttpMethod.GET.equals(request.method())) {
            instance.get().whenStarted(() -> fleet.askedForAssignment(instance.get(), poll(request, instance.get())));
        } else if (HttpMethod.POST.equals(request.method()) && path.equals(INIT_ERROR)) {
            endings.initFailed(request, instance.get());
        } else if (HttpMethod.POST.equals(request.method()) && path.startsWith(INVOCATION)) {
            endings.ending(request, instance.get(), path.substring(INVOCATION.length()));
        } else {
            CallEndings.refuse(request, 404, "NotFound", "no such resource: " + path);
        }
    }

    private Optional<Instance> caller(HttpServerRequest request) {
        String host = request.getHeader("Host");
        int dot = host == null ? -1 : host.indexOf('.');
        return dot < 0 ? Optional.empty() : fleet.find(host.substring(0, dot));
    }

    private ParkedPoll poll(HttpServerRequest request, Instance instance) {
        return new ParkedPoll(
                vertx, request, settings.region(), (version, reexec) -> assign(request, instance, version, reexec));
    }

    private void assign(HttpServerRequest request, Instance instance, FunctionVersion version, boolean reexec) {
        String runtimeApi = instance.id().token() + ".instance:" + settings.port();
        Context context = vertx.getOrCreateContext();
        bundles.apply(version).whenComplete((bundle, failed) -> {
            if (failed != null) {
                log.warn("no code for {} {}: {}", version.name(), version.version(), failed.getMessage());
                fleet.initFailed(
                        instance,
                        Retirement.INIT_FAILED,
                        (_, _) -> new CallEnd.Broken("The function's code could not be loaded."));
                return;
            }
            var assignment =
                    Assignment.of(instance.spec(), runtimeApi, settings.region(), version, bundle, reexec, clock);
            context.runOnContext(_ -> send(request, assignment));
        });
    }

    private void send(HttpServerRequest request, Assignment assignment) {
        HttpServerResponse response = request.response();
        long length = assignment.head().length() + assignment.length();
        response.putHeader("Content-Type", Assignment.CONTENT_TYPE);
        response.putHeader("Content-Length", Long.toString(length));
        if (assignment.length() <= settings.inlineLimit()) {
            response.end(assignment.head().copy().appendBuffer(read(assignment)));
            return;
        }
        response.write(assignment.head());
        sendFile(request, assignment);
    }

    /** From the page cache into the socket: the bytes of a program or a tree of libraries do not pass through this heap. */
    private static void sendFile(HttpServerRequest request, Assignment assignment) {
        FileChannel file;
        try {
            file = FileChannel.open(assignment.contents());
        } catch (IOException failed) {
            log.warn("could not send code: {}", failed.getMessage());
            request.connection().close();
            return;
        }
        ((VertxConnection) request.connection())
                .sendFile(file, 0, assignment.length())
                .addListener(sent -> {
                    close(file);
                    if (sent.isSuccess()) {
                        request.response().end();
                    } else {
                        log.warn("could not send code: {}", String.valueOf(sent.cause()));
                        request.connection().close();
                    }
                });
    }

    private static void close(FileChannel file) {
        try {
            file.close();
        } catch (IOException failed) {
            log.debug("closing code: {}", failed.getMessage());
        }
    }

    private static Buffer read(Assignment assignment) {
        try {
            return Buffer.buffer(Files.readAllBytes(assignment.contents()));
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read " + assignment.contents(), failed);
        }
    }
}
