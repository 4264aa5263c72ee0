package io.millirun.runtimemanager.lambdaapi;

import io.millirun.kernel.FunctionId;
import io.millirun.runtimemanager.Scope;
import io.millirun.runtimemanager.events.Destination;
import io.millirun.runtimemanager.events.EventPolicies;
import io.millirun.runtimemanager.events.EventPolicy;
import io.millirun.runtimemanager.functions.FunctionArn;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.functions.PublishedVersions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Event-invoke configuration: retries, maximum age and destinations of asynchronous invocations. */
final class EventOperations {

    private static final int MOST_RETRIES = 2;
    private final EventPolicies policies;
    private final PublishedVersions versions;

    EventOperations(EventPolicies policies, PublishedVersions versions) {
        this.policies = policies;
        this.versions = versions;
    }

    void addTo(Routes routes) {
        String config = "/2019-09-25/functions/{FunctionName}/event-invoke-config";
        routes.add("PutFunctionEventInvokeConfig", "PUT", config, Scope.DEPLOY, this::put);
        routes.add("UpdateFunctionEventInvokeConfig", "POST", config, Scope.DEPLOY, this::update);
        routes.add("GetFunctionEventInvokeConfig", "GET", config, Scope.READ, this::get);
        routes.add("DeleteFunctionEventInvokeConfig", "DELETE", config, Scope.DEPLOY, this::delete);
        routes.add("ListFunctionEventInvokeConfigs", "GET", config + "/list", Scope.READ, this::list);
    }

    private ApiReply put(ApiRequest request) {
        return keep(request, EventPolicy.DEFAULT);
    }

    private ApiReply update(ApiRequest request) {
        EventPolicy before = policies.find(request.tenant(), function(request), qualifier(request))
                .map(EventPolicies.Stored::policy)
                .orElseThrow(() -> noConfig(request));
        return keep(request, before);
    }

    private ApiReply keep(ApiRequest request, EventPolicy before) {
        FunctionId function = function(request);
        Optional<JsonObject> destinations = request.object("DestinationConfig");
        var policy = new EventPolicy(
                request.integer("MaximumRetryAttempts", 0, MOST_RETRIES).orElse(before.retries()),
                before.retryDelays(),
                request.integer("MaximumEventAgeInSeconds", 60, 21_600)
                        .map(Duration::ofSeconds)
                        .orElse(before.maximumAge()),
                destination(destinations, "OnSuccess").orElse(before.onSuccess()),
                destination(destinations, "OnFailure").orElse(before.onFailure()));
        policies.put(request.tenant(), function, qualifier(request), policy);
        return get(request);
    }

    private static Optional<Destination> destination(Optional<JsonObject> config, String which) {
        return config.flatMap(given -> ApiRequest.object(given, which)).map(given -> {
            String text = ApiRequest.text(given, "Destination").orElse("");
            return Destination.parse(text)
                    .orElseThrow(() -> ApiError.invalid("The destination " + text
                            + " is not offered here: name a function of yours, or the https address of a webhook."));
        });
    }

    private ApiReply get(ApiRequest request) {
        EventPolicies.Stored stored = policies.find(request.tenant(), function(request), qualifier(request))
                .orElseThrow(() -> noConfig(request));
        return ApiReply.ok(shape(request, stored));
    }

    private ApiReply delete(ApiRequest request) {
        if (!policies.delete(request.tenant(), function(request), qualifier(request))) {
            throw noConfig(request);
        }
        return ApiReply.nothing();
    }

    private ApiReply list(ApiRequest request) {
        return ApiReply.ok(Page.of(
                request,
                "FunctionEventInvokeConfigs",
                policies.list(request.tenant(), function(request)),
                Page.Size.SHORT,
                EventPolicies.Stored::qualifier,
                stored -> shape(request, stored)));
    }

    private FunctionId function(ApiRequest request) {
        FunctionRef ref = request.function();
        return versions.find(request.tenant(), ref.name(), ref.qualifier())
                .orElseThrow(() -> ApiError.notFound(
                        "Function not found: " + ref.name() + (ref.qualifier() == null ? "" : ":" + ref.qualifier())))
                .version()
                .function();
    }

    private static String qualifier(ApiRequest request) {
        @Nullable String qualifier = request.function().qualifier();
        return qualifier == null ? FunctionVersion.LATEST : qualifier;
    }

    private static RuntimeException noConfig(ApiRequest request) {
        return ApiError.notFound("The function "
                + FunctionArn.of(
                        request.region(), request.tenant(), request.function().name()) + ":"
                + qualifier(request) + " doesn't have an EventInvokeConfig");
    }

    private static JsonObject shape(ApiRequest request, EventPolicies.Stored stored) {
        EventPolicy policy = stored.policy();
        return new JsonObject()
                .put("LastModified", stored.updatedAt().toEpochMilli() / 1000.0)
                .put(
                        "FunctionArn",
                        FunctionArn.of(
                                        request.region(),
                                        request.tenant(),
                                        request.function().name()) + ":" + stored.qualifier())
                .put("MaximumRetryAttempts", policy.retries())
                .put("MaximumEventAgeInSeconds", policy.maximumAge().toSeconds())
                .put(
                        "DestinationConfig",
                        new JsonObject()
                                .put("OnSuccess", destination(policy.onSuccess()))
                                .put("OnFailure", destination(policy.onFailure())));
    }

    private static JsonObject destination(Destination destination) {
        return destination.text().isEmpty()
                ? new JsonObject()
                : new JsonObject().put("Destination", destination.text());
    }
}
