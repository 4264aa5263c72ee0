package io.millirun.runtimemanager.runtimeapi;

import io.millirun.kernel.InvocationId;
import io.millirun.metering.Outcome;
import io.millirun.runtimemanager.instances.Call;
import io.millirun.runtimemanager.instances.CallEnd;
import io.millirun.runtimemanager.instances.Fleet;
import io.millirun.runtimemanager.instances.Instance;
import io.millirun.runtimemanager.instances.InstanceEvent;
import io.millirun.runtimemanager.instances.Measurement;
import io.millirun.runtimemanager.instances.Retirement;
import io.millirun.runtimemanager.instances.Run;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What instances post when a call or their init is over: answers, whole or streamed, and errors. */
final class CallEndings {

    private static final Logger log = LoggerFactory.getLogger(CallEndings.class);
    private static final String ASSIGNMENT_FAILED = "Millirun.AssignmentFailed";
    private static final String OK = "{\"status\":\"OK\"}\n";

    private final Vertx vertx;
    private final RuntimeApiSettings settings;
    private final Fleet fleet;
    private final Measurement measurement;

    CallEndings(Vertx vertx, RuntimeApiSettings settings, Fleet fleet, Measurement measurement) {
        this.vertx = vertx;
        this.settings = settings;
        this.fleet = fleet;
        this.measurement = measurement;
    }

    /** The instance posts to {@code rest}, {@code <id>/response} or {@code <id>/error}. */
    void ending(HttpServerRequest request, Instance instance, String rest) {
        int slash = rest.indexOf('/');
        Optional<Call> call = slash < 0
                ? Optional.empty()
                : invocation(rest.substring(0, slash)).flatMap(id -> fleet.running(instance, id));
        String what = rest.substring(slash + 1);
        if (call.isEmpty()) {
            body(request, _ -> unknown(request));
        } else if (what.equals("response") && call.get().stream() != null && StreamedAnswer.wanted(request)) {
            StreamedAnswer.pass(
                    vertx,
                    request,
                    call.get().stream(),
                    settings.streamLimit(),
                    end -> streamed(request, instance, call.get(), end));
        } else if (what.equals("response")) {
            body(request, body -> end(request, instance, call.get(), (i, c) -> answer(i, c, request, body)));
        } else if (what.equals("error")) {
            body(request, body -> end(request, instance, call.get(), (i, c) -> error(i, c, request, body)));
        } else {
            body(request, _ -> unknown(request));
        }
    }

    /** @return whether the call was still running */
    private boolean end(
            HttpServerRequest request, Instance instance, Call call, BiFunction<Instance, Call, CallEnd> ending) {
        boolean known = fleet.answered(instance, call.id(), ending);
        if (known) {
            accept(request);
        } else {
            unknown(request);
        }
        return known;
    }

    private void streamed(HttpServerRequest request, Instance instance, Call call, StreamedAnswer.End end) {
        switch (end) {
            case StreamedAnswer.End.Complete(var contentType) ->
                end(
                        request,
                        instance,
                        call,
                        (i, c) -> new CallEnd.Answered(measurement.of(i, c), Buffer.buffer(), contentType));
            case StreamedAnswer.End.Failed(var type, var body) ->
                end(
                        request,
                        instance,
                        call,
                        (i, c) -> new CallEnd.Failed(measurement.of(i, c), Outcome.FUNCTION_ERROR, type, body));
            case StreamedAnswer.End.TooLarge _ -> {
                fleet.answered(instance, call.id(), (i, c) -> tooLarge(measurement.of(i, c), settings.streamLimit()));
                fleet.tell(instance, new InstanceEvent.Stopped(Retirement.OVERRUN));
                request.connection().close();
            }
        }
    }

    private static void unknown(HttpServerRequest request) {
        refuse(request, 400, "InvalidRequestID", "not the invocation that this instance runs");
    }

    private CallEnd answer(Instance instance, Call call, HttpServerRequest request, Buffer body) {
        var run = measurement.of(instance, call);
        if (body.length() > settings.answerLimit()) {
            return tooLarge(run, settings.answerLimit());
        }
        String type = request.getHeader("Content-Type");
        return new CallEnd.Answered(run, body, type == null ? "application/json" : type);
    }

    private static CallEnd tooLarge(Run run, long limit) {
        return new CallEnd.Failed(run, Outcome.FUNCTION_ERROR, Errors.TOO_LARGE, Errors.tooLarge(limit));
    }

    private CallEnd error(Instance instance, Call call, HttpServerRequest request, Buffer body) {
        return new CallEnd.Failed(measurement.of(instance, call), Outcome.FUNCTION_ERROR, errorType(request), body);
    }

    /** The instance says that its init failed. */
    void initFailed(HttpServerRequest request, Instance instance) {
        body(request, body -> initFailed(request, instance, body));
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
    private void body(HttpServerRequest request, Consumer<Buffer> then) {
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

    static void refuse(HttpServerRequest request, int status, String type, String message) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end("{\"errorType\":\"" + type + "\",\"errorMessage\":\"" + message.replaceAll("[\"\\\\]", "'")
                        + "\"}");
    }
}
