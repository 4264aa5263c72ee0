package io.millirun.runtimemanager.gateway;

import io.millirun.kernel.InvocationId;
import io.millirun.kernel.TenantId;
import io.millirun.metering.Outcome;
import io.millirun.metering.Trigger;
import io.millirun.runtimemanager.Authentication.Authenticated;
import io.millirun.runtimemanager.Authentication.Rejected;
import io.millirun.runtimemanager.Callers;
import io.millirun.runtimemanager.Organizations;
import io.millirun.runtimemanager.functions.FunctionName;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.instances.CallEnd;
import io.millirun.runtimemanager.invocation.Answer;
import io.millirun.runtimemanager.invocation.Invocation;
import io.millirun.runtimemanager.invocation.Invocations;
import io.millirun.runtimemanager.trace.Trace;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** {@code /fn/<organization>/<function>[:qualifier]/<path>}: functions as plain HTTP. */
final class FunctionUrls {

    static final String PREFIX = "/fn/";

    private final Vertx vertx;
    private final GatewaySettings settings;
    private final Organizations organizations;
    private final Callers callers;
    private final FunctionLookup functions;
    private final Invocations invocations;
    private final InstantSource clock;

    FunctionUrls(
            Vertx vertx,
            GatewaySettings settings,
            Organizations organizations,
            Callers callers,
            FunctionLookup functions,
            Invocations invocations,
            InstantSource clock) {
        this.vertx = vertx;
        this.settings = settings;
        this.organizations = organizations;
        this.callers = callers;
        this.functions = functions;
        this.invocations = invocations;
        this.clock = clock;
    }

    void handle(HttpServerRequest request) {
        Optional<Target> target = Target.of(request.path());
        if (target.isEmpty()) {
            notFound(request.response());
            return;
        }
        RequestBody.read(
                request,
                settings.requestLimit(),
                body -> resolve(request, target.get(), body),
                () -> Replies.error(
                        request.response(),
                        413,
                        "RequestTooLargeException",
                        "Request must be smaller than " + settings.requestLimit() + " bytes"));
    }

    private void resolve(HttpServerRequest request, Target target, Buffer body) {
        organizations
                .byName(target.organization())
                .thenCompose(tenant -> tenant.isEmpty()
                        ? CompletableFuture.completedFuture(Optional.<FunctionVersion>empty())
                        : functions.resolve(tenant.get(), target.function(), target.qualifier()))
                .whenComplete((version, failed) -> {
                    if (failed != null) {
                        InvokeApi.unavailable(request.response(), failed);
                    } else if (version.isEmpty()) {
                        notFound(request.response());
                    } else {
                        admit(request, target, version.get(), body);
                    }
                });
    }

    private void admit(HttpServerRequest request, Target target, FunctionVersion version, Buffer body) {
        switch (version.urlAuth()) {
            case NONE -> invoke(request, target, version, body);
            case ACCESS_KEY -> authenticated(request, version.tenant(), () -> invoke(request, target, version, body));
        }
    }

    private void authenticated(HttpServerRequest request, TenantId owner, Runnable admitted) {
        callers.authenticate(Replies.bearer(request)).whenComplete((authentication, failed) -> {
            if (failed != null) {
                InvokeApi.unavailable(request.response(), failed);
                return;
            }
            switch (authentication) {
                case Authenticated(var caller) when caller.tenant().equals(owner) -> admitted.run();
                case Authenticated _ ->
                    Replies.error(
                            request.response(),
                            403,
                            "AccessDeniedException",
                            "Forbidden. The access key is of another organization.");
                case Rejected(var message) -> {
                    request.response().putHeader("WWW-Authenticate", "Bearer realm=\"millirun\"");
                    Replies.error(request.response(), 403, "AccessDeniedException", "Forbidden. " + message);
                }
            }
        });
    }

    private void invoke(HttpServerRequest request, Target target, FunctionVersion version, Buffer body) {
        var id = InvocationId.at(clock.instant());
        Buffer event =
                UrlEvent.of(version, id, clock.instant(), target.path(), request, body, settings.portalCookies());
        Consumer<Answer> answered =
                answer -> InvokeApi.ifOpen(request, () -> answer(request.response(), version, answer));
        Trace trace = Trace.parse(request.getHeader("X-Amzn-Trace-Id"));
        switch (version.url().mode()) {
            case BUFFERED -> invocations.run(id, new Invocation(version, Trigger.URL, event, "", trace), answered);
            case RESPONSE_STREAM -> {
                var stream =
                        new UrlStreamAnswer(vertx, request, version, id.toString(), settings.portalCookies(), answered);
                invocations.run(id, new Invocation(version, Trigger.URL, event, "", trace, stream), stream::end);
            }
        }
    }

    private void answer(HttpServerResponse response, FunctionVersion version, Answer answer) {
        switch (answer) {
            case Answer.NotRun refused -> Replies.notRun(response, refused);
            case Answer.Broken broken -> Replies.broken(response, broken);
            case Answer.Ran ran -> {
                Replies.requestId(response, ran.id());
                if (Replies.shows(version)) {
                    Replies.figures(response.headers(), ran);
                }
                boolean sent = ran.end() instanceof CallEnd.Answered answered
                        && UrlAnswer.write(response, answered, settings.portalCookies());
                if (!sent) {
                    UrlAnswer.failed(
                            response,
                            ran.end() instanceof CallEnd.Failed failed && failed.outcome() == Outcome.TIMEOUT);
                }
            }
        }
    }

    private static void notFound(HttpServerResponse response) {
        Replies.error(response, 404, "ResourceNotFoundException", "No function has this URL.");
    }

    /**
     * What a path names.
     *
     * @param path what follows the function's name, beginning with a slash
     */
    record Target(String organization, FunctionName function, String qualifier, String path) {

        static Optional<Target> of(String path) {
            String[] parts = path.substring(PREFIX.length()).split("/", 3);
            if (parts.length < 2) {
                return Optional.empty();
            }
            int colon = parts[1].indexOf(':');
            String name = colon < 0 ? parts[1] : parts[1].substring(0, colon);
            String qualifier = colon < 0 ? FunctionVersion.LATEST : parts[1].substring(colon + 1);
            return FunctionName.isValid(name)
                    ? Optional.of(new Target(
                            parts[0], new FunctionName(name), qualifier, "/" + (parts.length > 2 ? parts[2] : "")))
                    : Optional.empty();
        }
    }
}
