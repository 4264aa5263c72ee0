package io.millirun.runtimemanager.runtimeapi;

import io.millirun.kernel.InvocationId;
import io.millirun.metering.Outcome;
import io.millirun.runtimemanager.code.CodeBundle;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.instances.Call;
import io.millirun.runtimemanager.instances.CallEnd;
import io.millirun.runtimemanager.instances.Fleet;
import io.millirun.runtimemanager.instances.Instance;
import io.millirun.runtimemanager.instances.Measurement;
import io.millirun.runtimemanager.instances.Retirement;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
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
    private static final String ASSIGNMENT_FAILED = "Millirun.AssignmentFailed";
    private static final String OK = "{\"status\":\"OK\"}\n";

    private final Vertx vertx;
    private final RuntimeApiSettings settings;
    private final Fleet fleet;
    private final Measurement measurement;
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
        this.measurement = measurement;
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
        return vertx.createHttpServer(options).requestHandler(this::route).listen(port, address);
    }

    private void route(HttpServerRequest request) {
        Optional<Instance> instance = caller(request);
        if (instance.isEmpty()) {
            refuse(request, 403, "Forbidden", "unknown instance");
            return;
        }
        String path = request.path();
        if (path.equals(NEXT) && HttpMethod.GET.equals(request.method())) {
            fleet.askedForCall(instance.get(), poll(request, instance.get()));
        } else if (path.equals(ASSIGNMENT) && HttpMethod.GET.equals(request.method())) {
            instance.get().whenStarted(() -> fleet.askedForAssignment(instance.get(), poll(request, instance.get())));
        } else if (HttpMethod.POST.equals(request.method()) && path.equals(INIT_ERROR)) {
            body(request, body -> initFailed(request, instance.get(), body));
        } else if (HttpMethod.POST.equals(request.method()) && path.startsWith(INVOCATION)) {
            body(request, body -> ended(request, instance.get(), path.substring(INVOCATION.length()), body));
        } else {
            refuse(request, 404, "NotFound", "no such resource: " + path);
        }
    }

    private Optional<Instance> caller(HttpServerRequest request) {
        String host = request.getHeader("Host");
        int dot = host == null ? -1 : host.indexOf('.');
        return dot < 0 ? Optional.empty() : fleet.find(host.substring(0, dot));
    }

    private ParkedPoll poll(HttpServerRequest request, Instance instance) {
        return new ParkedPoll(
                vertx,
                request,
                settings.region(),
                (version, reexec) -> assign(request.response(), instance, version, reexec));
    }

    private void assign(HttpServerResponse response, Instance instance, FunctionVersion version, boolean reexec) {
        String runtimeApi = instance.id().token() + ".instance:" + settings.port();
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
            send(response, assignment);
        });
    }

    private void send(HttpServerResponse response, Assignment assignment) {
        long length = assignment.head().length() + assignment.length();
        response.putHeader("Content-Type", Assignment.CONTENT_TYPE);
        response.putHeader("Content-Length", Long.toString(length));
        if (assignment.length() <= settings.inlineLimit()) {
            response.end(assignment.head().copy().appendBuffer(read(assignment)));
            return;
        }
        response.write(assignment.head());
        vertx.fileSystem()
                .open(
                        assignment.contents().toString(),
                        new OpenOptions().setRead(true).setWrite(false))
                .compose(file -> file.setReadBufferSize(256 * 1024).pipeTo(response))
                .onFailure(failed -> {
                    log.warn("could not send code: {}", failed.getMessage());
                    response.reset();
                });
    }

    private static Buffer read(Assignment assignment) {
        try {
            return Buffer.buffer(Files.readAllBytes(assignment.contents()));
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read " + assignment.contents(), failed);
        }
    }

    private void ended(HttpServerRequest request, Instance instance, String rest, Buffer body) {
        int slash = rest.indexOf('/');
        Optional<InvocationId> id = slash < 0 ? Optional.empty() : invocation(rest.substring(0, slash));
        boolean known = id.isPresent()
                && switch (rest.substring(slash + 1)) {
                    case "response" -> fleet.answered(instance, id.get(), (i, call) -> answer(i, call, request, body));
                    case "error" -> fleet.answered(instance, id.get(), (i, call) -> error(i, call, request, body));
                    default -> false;
                };
        if (known) {
            accept(request);
        } else {
            refuse(request, 400, "InvalidRequestID", "not the invocation that this instance runs");
        }
    }

    private CallEnd answer(Instance instance, Call call, HttpServerRequest request, Buffer body) {
        var run = measurement.of(instance, call);
        if (body.length() > settings.answerLimit()) {
            return new CallEnd.Failed(
                    run,
                    Outcome.FUNCTION_ERROR,
                    "Function.ResponseSizeTooLarge",
                    Buffer.buffer("{\"errorType\":\"Function.ResponseSizeTooLarge\",\"errorMessage\":"
                            + "\"Response payload size exceeded maximum allowed payload size ("
                            + settings.answerLimit() + " bytes).\"}"));
        }
        String type = request.getHeader("Content-Type");
        return new CallEnd.Answered(run, body, type == null ? "application/json" : type);
    }

    private CallEnd error(Instance instance, Call call, HttpServerRequest request, Buffer body) {
        return new CallEnd.Failed(measurement.of(instance, call), Outcome.FUNCTION_ERROR, errorType(request), body);
    }

    private void initFailed(HttpServerRequest request, Instance instance, Buffer body) {
        String type = errorType(request);
        if (type.equals(ASSIGNMENT_FAILED)) {
            log.warn("instance {} could not take its assignment: {}", instance, body);
        }
        fleet.initFailed(
                instance,
                Retirement.INIT_FAILED,
                (i, call) -> type.equals(ASSIGNMENT_FAILED)
                        ? new CallEnd.Broken("The function's code could not be put in place.")
                        : new CallEnd.Failed(measurement.of(i, call), Outcome.FUNCTION_ERROR, type, body));
        accept(request);
    }

    private static String errorType(HttpServerRequest request) {
        String type = request.getHeader("Lambda-Runtime-Function-Error-Type");
        return type == null ? "Unhandled" : type;
    }

    /** Reads at most a little more than an answer may be long; what comes after is read and dropped. */
    private void body(HttpServerRequest request, java.util.function.Consumer<Buffer> then) {
        Buffer body = Buffer.buffer();
        request.handler(chunk -> {
            if (body.length() <= settings.answerLimit()) {
                body.appendBuffer(chunk);
            }
        });
        request.endHandler(_ -> then.accept(body));
    }

    private static Optional<InvocationId> invocation(String text) {
        try {
            return Optional.of(new InvocationId(UUID.fromString(text)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static void accept(HttpServerRequest request) {
        request.response()
                .setStatusCode(202)
                .putHeader("Content-Type", "application/json")
                .end(OK);
    }

    private static void refuse(HttpServerRequest request, int status, String type, String message) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end("{\"errorType\":\"" + type + "\",\"errorMessage\":\"" + message.replaceAll("[\"\\\\]", "'")
                        + "\"}");
    }
}
