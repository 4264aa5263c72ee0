package io.millirun.runtimemanager.gateway;

import com.fasterxml.jackson.core.JsonFactory;
import io.millirun.kernel.InvocationId;
import io.millirun.kernel.MillirunException;
import io.millirun.runtimemanager.Authentication.Authenticated;
import io.millirun.runtimemanager.Authentication.Rejected;
import io.millirun.runtimemanager.Caller;
import io.millirun.runtimemanager.Scope;
import io.millirun.runtimemanager.functions.FunctionArn;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.instances.CallEnd;
import io.millirun.runtimemanager.invocation.Answer;
import io.millirun.runtimemanager.invocation.Invocation;
import io.millirun.runtimemanager.invocation.Invocations;
import io.millirun.runtimemanager.lambdaapi.FunctionRef;
import io.millirun.runtimemanager.lambdaapi.Grant;
import io.millirun.runtimemanager.lambdaapi.LambdaApi;
import io.millirun.runtimemanager.trace.Trace;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /2015-03-31/functions/{name}/invocations} and
 * {@code POST /2021-11-15/functions/{name}/response-streaming-invocations}: Invoke and InvokeWithResponseStream of the AWS
 * Lambda API, synchronous.
 */
final class InvokeApi {

    static final String PREFIX = "/2015-03-31/functions/";
    static final String SUFFIX = "/invocations";

    private static final Logger log = LoggerFactory.getLogger(InvokeApi.class);

    private static final JsonFactory JSON = new JsonFactory();

    private static final String STREAM_PREFIX = "/2021-11-15/functions/";
    private static final String STREAM_SUFFIX = "/response-streaming-invocations";
    private static final String ASYNC_PREFIX = "/2014-11-13/functions/";
    private static final String ASYNC_SUFFIX = "/invoke-async";

    private final Vertx vertx;
    private final GatewaySettings settings;
    private final Authenticator authenticator;
    private final FunctionLookup functions;
    private final Invocations invocations;
    private final EventCalls events;
    private final InstantSource clock;

    InvokeApi(
            Vertx vertx,
            GatewaySettings settings,
            Authenticator authenticator,
            FunctionLookup functions,
            Invocations invocations,
            EventCalls events,
            InstantSource clock) {
        this.vertx = vertx;
        this.settings = settings;
        this.authenticator = authenticator;
        this.functions = functions;
        this.invocations = invocations;
        this.events = events;
        this.clock = clock;
    }

    /** How the answer is wanted. */
    private enum Style {
        WHOLE,
        STREAMED,
        /** Old: always an event. */
        ASYNC
    }

    /** @param name of the function, as the path has it */
    private record Wanted(String name, Style style) {}

    static boolean handles(String path) {
        return wanted(path).isPresent();
    }

    private static Optional<Wanted> wanted(String path) {
        if (isBetween(path, PREFIX, SUFFIX)) {
            return wanted(path, PREFIX, SUFFIX, Style.WHOLE);
        }
        if (isBetween(path, STREAM_PREFIX, STREAM_SUFFIX)) {
            return wanted(path, STREAM_PREFIX, STREAM_SUFFIX, Style.STREAMED);
        }
        String plain = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return isBetween(plain, ASYNC_PREFIX, ASYNC_SUFFIX)
                ? wanted(plain, ASYNC_PREFIX, ASYNC_SUFFIX, Style.ASYNC)
                : Optional.empty();
    }

    private static Optional<Wanted> wanted(String path, String prefix, String suffix, Style style) {
        return Optional.of(new Wanted(path.substring(prefix.length(), path.length() - suffix.length()), style));
    }

    private static boolean isBetween(String path, String prefix, String suffix) {
        return path.startsWith(prefix) && path.endsWith(suffix) && path.length() > prefix.length() + suffix.length();
    }

    void handle(HttpServerRequest request) {
        RequestBody.read(
                request,
                settings.requestLimit(),
                body -> authenticate(request, body),
                () -> Replies.error(
                        request.response(),
                        413,
                        "RequestTooLargeException",
                        "Request must be smaller than " + settings.requestLimit()
                                + " bytes for the InvokeFunction operation"));
    }

    private void authenticate(HttpServerRequest request, Buffer body) {
        authenticator.authenticate(request, body).whenComplete((authentication, failed) -> {
            if (failed != null) {
                unavailable(request.response(), failed);
                return;
            }
            switch (authentication) {
                case Rejected(var code, var message) -> Replies.error(request.response(), 403, code, message);
                case Authenticated(var caller) -> resolve(request, caller, body);
            }
        });
    }

    private void resolve(HttpServerRequest request, Caller caller, Buffer body) {
        Wanted wanted = wanted(request.path()).orElseThrow();
        String name = wanted.name();
        FunctionRef ref;
        try {
            ref = FunctionRef.of(decoded(name), caller.tenant()).with(request.getParam("Qualifier"));
            Grant.require(caller, Scope.INVOKE, ref.name());
        } catch (MillirunException refused) {
            Replies.error(request.response(), LambdaApi.status(refused), refused.code(), refused.message());
            return;
        } catch (IllegalArgumentException malformed) {
            Replies.error(request.response(), 400, "InvalidParameterValueException", "not a function's name: " + name);
            return;
        }
        String qualifier = ref.qualifier() == null ? FunctionVersion.LATEST : ref.qualifier();
        if (!isJson(body)) {
            Replies.error(
                    request.response(),
                    400,
                    "InvalidRequestContentException",
                    "Could not parse request body into json");
            return;
        }
        Optional<String> context = ClientContext.read(request.getHeader(ClientContext.HEADER));
        if (context.isEmpty()) {
            Replies.error(
                    request.response(),
                    400,
                    "InvalidRequestContentException",
                    "Client context must be a valid Base64-encoded JSON object.");
            return;
        }
        functions.resolve(caller.tenant(), ref.name(), qualifier).whenComplete((version, failed) -> {
            if (failed != null) {
                unavailable(request.response(), failed);
            } else if (version.isEmpty()) {
                Replies.error(
                        request.response(),
                        404,
                        "ResourceNotFoundException",
                        "Function not found: " + FunctionArn.of(settings.region(), caller.tenant(), ref.name())
                                + (qualifier.equals(FunctionVersion.LATEST) ? "" : ":" + qualifier));
            } else {
                String type = type(request, wanted.style());
                if (type.equals("Event")) {
                    events.accept(request, caller, version.get(), qualifier, context.get(), body);
                } else {
                    invoke(request, new Call(caller, version.get(), wanted.style(), context.get(), body), type);
                }
            }
        });
    }

    private static String decoded(String name) {
        return name.indexOf('%') < 0 ? name : URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String type(HttpServerRequest request, Style style) {
        String type = request.getHeader("X-Amz-Invocation-Type");
        return style == Style.ASYNC ? "Event" : type == null ? "RequestResponse" : type;
    }

    /** @param context the client context, empty for none */
    private record Call(Caller caller, FunctionVersion version, Style style, String context, Buffer body) {}

    private void invoke(HttpServerRequest request, Call call, String type) {
        switch (type) {
            case "RequestResponse" -> run(request, call);
            case "DryRun" ->
                request.response()
                        .setStatusCode(204)
                        .putHeader("X-Amz-Executed-Version", call.version().version())
                        .end();
            default ->
                Replies.error(
                        request.response(),
                        400,
                        "InvalidParameterValueException",
                        "InvocationType must be one of Event, RequestResponse, DryRun");
        }
    }

    private void run(HttpServerRequest request, Call call) {
        boolean tail = "Tail".equals(request.getHeader("X-Amz-Log-Type"));
        FunctionVersion sized = TriedSize.of(request, call.caller(), call.version());
        Buffer event = call.body().length() == 0 ? Buffer.buffer("{}") : call.body();
        Trace trace = Trace.parse(request.getHeader("X-Amzn-Trace-Id"));
        var trigger = call.caller().trigger();
        var id = InvocationId.at(clock.instant());
        if (call.style() == Style.STREAMED) {
            var stream = new EventStreamAnswer(vertx, request, sized, id.toString(), tail);
            invocations.run(id, new Invocation(sized, trigger, event, call.context(), trace, stream), stream::end);
        } else {
            invocations.run(
                    id,
                    new Invocation(sized, trigger, event, call.context(), trace),
                    answer -> ifOpen(request, () -> answer(request.response(), answer, tail)));
        }
    }

    private static void answer(HttpServerResponse response, Answer answer, boolean tail) {
        switch (answer) {
            case Answer.NotRun refused -> Replies.notRun(response, refused);
            case Answer.Broken broken -> Replies.broken(response, broken);
            case Answer.Ran ran -> {
                Replies.requestId(response, ran.id());
                Replies.figures(response.headers(), ran);
                response.putHeader("Content-Type", "application/json");
                response.putHeader("X-Amz-Executed-Version", ran.version().version());
                if (tail) {
                    response.putHeader("X-Amz-Log-Result", ran.log().tail());
                }
                switch (ran.end()) {
                    case CallEnd.Answered answered -> response.end(answered.payload());
                    case CallEnd.Failed failed -> {
                        response.putHeader("X-Amz-Function-Error", "Unhandled");
                        response.end(failed.payload());
                    }
                    case CallEnd.Refused _, CallEnd.Broken _ ->
                        throw new IllegalStateException("a call that ran has neither been refused nor broken");
                }
            }
        }
    }

    private static boolean isJson(Buffer body) {
        if (body.length() == 0) {
            return true;
        }
        // Read through to its end, but nothing made of it: most of what passes here is another's.
        try (var parser = JSON.createParser(body.getBytes())) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return !parser.currentToken().isStructStart() && parser.nextToken() == null;
        } catch (IOException _) {
            return false;
        }
    }

    static void unavailable(HttpServerResponse response, Throwable failed) {
        log.warn("a call could not be let in", failed);
        Replies.error(response, 503, "ServiceUnavailableException", "The platform cannot look up the function now.");
    }

    /** Answers, unless the caller has gone in the meantime. */
    static void ifOpen(HttpServerRequest request, Runnable answer) {
        if (!request.response().closed()) {
            answer.run();
        }
    }
}
