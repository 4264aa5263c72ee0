package io.millirun.runtimemanager.gateway;

import io.millirun.kernel.InvocationId;
import io.millirun.metering.Outcome;
import io.millirun.metering.Trigger;
import io.millirun.runtimemanager.Authentication.Authenticated;
import io.millirun.runtimemanager.Authentication.Rejected;
import io.millirun.runtimemanager.Organizations;
import io.millirun.runtimemanager.Scope;
import io.millirun.runtimemanager.functions.FunctionName;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.functions.UrlCors;
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
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Functions as plain HTTP: {@code /fn/<organization>/<function>[:qualifier]/<path>}, {@code /url/<id>/<path>}, or a host of
 * their own below the functions' domain.
 */
final class FunctionUrls {

    static final String PREFIX = "/fn/";
    static final String ID_PREFIX = "/url/";

    private final Vertx vertx;
    private final GatewaySettings settings;
    private final Organizations organizations;
    private final Authenticator authenticator;
    private final FunctionLookup functions;
    private final Invocations invocations;
    private final InstantSource clock;

    FunctionUrls(
            Vertx vertx,
            GatewaySettings settings,
            Organizations organizations,
            Authenticator authenticator,
            FunctionLookup functions,
            Invocations invocations,
            InstantSource clock) {
        this.vertx = vertx;
        this.settings = settings;
        this.organizations = organizations;
        this.authenticator = authenticator;
        this.functions = functions;
        this.invocations = invocations;
        this.clock = clock;
    }

    /** Whether {@code request} is for a function URL, by its path or by its host. */
    boolean handles(HttpServerRequest request, String path) {
        return path.startsWith(PREFIX)
                || path.startsWith(ID_PREFIX)
                || host(request).isPresent();
    }

    /** The opaque id that the host's name begins with, below the functions' domain. */
    private Optional<String> host(HttpServerRequest request) {
        String domain = settings.functionsDomain();
        if (domain.isEmpty() || request.authority() == null) {
            return Optional.empty();
        }
        String host = request.authority().host().toLowerCase(Locale.ROOT);
        return host.endsWith("." + domain)
                ? Optional.of(host.substring(0, host.length() - domain.length() - 1))
                : Optional.empty();
    }

    void handle(HttpServerRequest request) {
        Optional<Target> target = host(request)
                .<Target>map(id -> new Target.ById(id, request.path()))
                .or(() -> Target.of(request.path()));
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
        version(target).whenComplete((version, failed) -> {
            if (failed != null) {
                InvokeApi.unavailable(request.response(), failed);
            } else if (version.isEmpty()) {
                notFound(request.response());
            } else {
                shared(request, target, version.get(), body);
            }
        });
    }

    private CompletionStage<Optional<FunctionVersion>> version(Target target) {
        CompletionStage<Optional<FunctionVersion>> none = CompletableFuture.completedFuture(Optional.empty());
        return switch (target) {
            case Target.ByName named ->
                organizations
                        .byName(named.organization())
                        .thenCompose(tenant -> tenant.isEmpty()
                                ? none
                                : functions.resolve(tenant.get(), named.function(), named.qualifier()));
            case Target.ById(var id, var _) ->
                functions
                        .owner(id)
                        .thenCompose(owner -> owner.isEmpty()
                                ? none
                                : functions.resolve(
                                        owner.get().tenant(),
                                        owner.get().function(),
                                        owner.get().qualifier()));
        };
    }

    /** What the owner's rules say to other origins' pages. */
    private void shared(HttpServerRequest request, Target target, FunctionVersion version, Buffer body) {
        UrlCors cors = version.url().cors();
        if (cors == null) {
            admit(request, target, version, body);
        } else if (Cors.isPreflight(request)) {
            Cors.preflight(request, cors);
        } else {
            request.response().headersEndHandler(_ -> Cors.onAnswer(request, cors));
            admit(request, target, version, body);
        }
    }

    private void admit(HttpServerRequest request, Target target, FunctionVersion version, Buffer body) {
        switch (version.urlAuth()) {
            case NONE -> invoke(request, target, version, body);
            case ACCESS_KEY -> authenticated(request, version, body, () -> invoke(request, target, version, body));
        }
    }

    private void authenticated(HttpServerRequest request, FunctionVersion version, Buffer body, Runnable admitted) {
        authenticator.authenticate(request, body).whenComplete((authentication, failed) -> {
            if (failed != null) {
                InvokeApi.unavailable(request.response(), failed);
                return;
            }
            switch (authentication) {
                case Authenticated(var caller)
                when caller.tenant().equals(version.tenant())
                        && caller.may(Scope.INVOKE, version.name().value()) -> admitted.run();
                case Authenticated(var caller)
                when caller.tenant().equals(version.tenant()) ->
                    Replies.error(
                            request.response(),
                            403,
                            "AccessDeniedException",
                            "Forbidden. The access key is not authorized to invoke this function.");
                case Authenticated _ ->
                    Replies.error(
                            request.response(),
                            403,
                            "AccessDeniedException",
                            "Forbidden. The access key is of another organization.");
                case Rejected(var _, var message) -> {
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

    /** What an address names, and the path below it, beginning with a slash. */
    sealed interface Target {

        String path();

        /** By the organization's and the function's name. */
        record ByName(String organization, FunctionName function, String qualifier, String path) implements Target {}

        /** By the opaque id alone. */
        record ById(String id, String path) implements Target {}

        static Optional<Target> of(String path) {
            return path.startsWith(ID_PREFIX) ? byId(path) : byName(path);
        }

        private static Optional<Target> byId(String path) {
            String[] parts = path.substring(ID_PREFIX.length()).split("/", 2);
            return Optional.of(new ById(parts[0], "/" + (parts.length > 1 ? parts[1] : "")));
        }

        private static Optional<Target> byName(String path) {
            String[] parts = path.substring(PREFIX.length()).split("/", 3);
            if (parts.length < 2) {
                return Optional.empty();
            }
            int colon = parts[1].indexOf(':');
            String name = colon < 0 ? parts[1] : parts[1].substring(0, colon);
            String qualifier = colon < 0 ? FunctionVersion.LATEST : parts[1].substring(colon + 1);
            return FunctionName.isValid(name)
                    ? Optional.of(new ByName(
                            parts[0], new FunctionName(name), qualifier, "/" + (parts.length > 2 ? parts[2] : "")))
                    : Optional.empty();
        }
    }
}
