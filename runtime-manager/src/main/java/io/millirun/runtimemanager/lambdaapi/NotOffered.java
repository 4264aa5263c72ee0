package io.millirun.runtimemanager.lambdaapi;

import io.millirun.runtimemanager.Scope;
import io.millirun.runtimemanager.functions.FunctionCatalog;
import io.millirun.runtimemanager.functions.FunctionName;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** What only AWS has: asking for it tells so, lists of it are empty, and none of it is found. */
final class NotOffered {

    private static final String MAPPINGS = "Event source mappings read from services of AWS, which are not here. Use"
            + " schedules, function URLs or asynchronous invocations.";
    private static final String SIGNING =
            "Code signing is not offered: nothing here could check AWS Signer's profiles.";
    private static final String PROVISIONED = "Provisioned concurrency is not offered: instances are started ahead for"
            + " everybody, and a cold start takes milliseconds.";
    private static final String CAPACITY =
            "Capacity providers are not offered: functions run on this platform's machines.";
    private static final String DURABLE = "Durable executions are not offered.";

    private final FunctionCatalog catalog;

    NotOffered(FunctionCatalog catalog) {
        this.catalog = catalog;
    }

    void addTo(Routes routes) {
        mappings(routes);
        signing(routes);
        provisioned(routes);
        capacity(routes);
        durable(routes);
    }

    private static void mappings(Routes routes) {
        String all = "/2015-03-31/event-source-mappings";
        String one = all + "/{UUID}";
        routes.add("CreateEventSourceMapping", "POST", all, Scope.DEPLOY, _ -> refused(MAPPINGS));
        routes.add("ListEventSourceMappings", "GET", all, Scope.READ, _ -> none("EventSourceMappings"));
        routes.add("GetEventSourceMapping", "GET", one, Scope.READ, request -> absent(request, "UUID", MAPPINGS));
        routes.add("UpdateEventSourceMapping", "PUT", one, Scope.DEPLOY, request -> absent(request, "UUID", MAPPINGS));
        routes.add(
                "DeleteEventSourceMapping", "DELETE", one, Scope.DEPLOY, request -> absent(request, "UUID", MAPPINGS));
    }

    private void signing(Routes routes) {
        String all = "/2020-04-22/code-signing-configs";
        String one = all + "/{CodeSigningConfigArn}";
        String name = "CodeSigningConfigArn";
        routes.add("CreateCodeSigningConfig", "POST", all, Scope.DEPLOY, _ -> refused(SIGNING));
        routes.add("ListCodeSigningConfigs", "GET", all, Scope.READ, _ -> none("CodeSigningConfigs"));
        routes.add("GetCodeSigningConfig", "GET", one, Scope.READ, request -> absent(request, name, SIGNING));
        routes.add("UpdateCodeSigningConfig", "PUT", one, Scope.DEPLOY, request -> absent(request, name, SIGNING));
        routes.add("DeleteCodeSigningConfig", "DELETE", one, Scope.DEPLOY, request -> absent(request, name, SIGNING));
        routes.add(
                "ListFunctionsByCodeSigningConfig",
                "GET",
                one + "/functions",
                Scope.READ,
                request -> absent(request, name, SIGNING));
        String ofFunction = "/2020-06-30/functions/{FunctionName}/code-signing-config";
        routes.add("PutFunctionCodeSigningConfig", "PUT", ofFunction, Scope.DEPLOY, _ -> {
            throw ApiError.of("CodeSigningConfigNotFoundException", SIGNING);
        });
        routes.add("DeleteFunctionCodeSigningConfig", "DELETE", ofFunction, Scope.DEPLOY, request -> {
            existing(request);
            return ApiReply.nothing();
        });
        routes.add(
                "GetFunctionCodeSigningConfig",
                "GET",
                ofFunction,
                Scope.READ,
                request -> ApiReply.ok(new JsonObject()
                        .put("CodeSigningConfigArn", "")
                        .put("FunctionName", existing(request).value())));
    }

    private void provisioned(Routes routes) {
        String path = "/2019-09-30/functions/{FunctionName}/provisioned-concurrency";
        routes.add("PutProvisionedConcurrencyConfig", "PUT", path, Scope.DEPLOY, request -> {
            existing(request);
            return refused(PROVISIONED);
        });
        routes.add("GetProvisionedConcurrencyConfig", "GET", path, Scope.READ, request -> {
            existing(request);
            if (request.query("List").isPresent()) {
                return none("ProvisionedConcurrencyConfigs");
            }
            throw ApiError.of(
                    "ProvisionedConcurrencyConfigNotFoundException",
                    "No Provisioned Concurrency Config found for this function");
        });
        routes.add("DeleteProvisionedConcurrencyConfig", "DELETE", path, Scope.DEPLOY, request -> {
            existing(request);
            return ApiReply.nothing();
        });
    }

    private void capacity(Routes routes) {
        String all = "/2025-11-30/capacity-providers";
        String one = all + "/{CapacityProviderName}";
        String name = "CapacityProviderName";
        routes.add("CreateCapacityProvider", "POST", all, Scope.DEPLOY, _ -> refused(CAPACITY));
        routes.add("ListCapacityProviders", "GET", all, Scope.READ, _ -> none("CapacityProviders"));
        routes.add("GetCapacityProvider", "GET", one, Scope.READ, request -> absent(request, name, CAPACITY));
        routes.add("UpdateCapacityProvider", "PUT", one, Scope.DEPLOY, request -> absent(request, name, CAPACITY));
        routes.add("DeleteCapacityProvider", "DELETE", one, Scope.DEPLOY, request -> absent(request, name, CAPACITY));
        routes.add(
                "ListFunctionVersionsByCapacityProvider",
                "GET",
                one + "/function-versions",
                Scope.READ,
                request -> absent(request, name, CAPACITY));
        String scaling = "/2025-11-30/functions/{FunctionName}/function-scaling-config";
        routes.add("PutFunctionScalingConfig", "PUT", scaling, Scope.DEPLOY, _ -> refused(CAPACITY));
        routes.add("GetFunctionScalingConfig", "GET", scaling, Scope.READ, _ -> refused(CAPACITY));
    }

    private void durable(Routes routes) {
        String one = "/2025-12-01/durable-executions/{DurableExecutionArn}";
        String name = "DurableExecutionArn";
        routes.add("GetDurableExecution", "GET", one, Scope.READ, request -> absent(request, name, DURABLE));
        routes.add(
                "GetDurableExecutionHistory",
                "GET",
                one + "/history",
                Scope.READ,
                request -> absent(request, name, DURABLE));
        routes.add("GetDurableExecutionState", "GET", one + "/state", Scope.READ, _ -> refused(DURABLE));
        routes.add("CheckpointDurableExecution", "POST", one + "/checkpoint", Scope.DEPLOY, _ -> refused(DURABLE));
        routes.add("DeleteDurableExecution", "DELETE", one, Scope.DEPLOY, request -> absent(request, name, DURABLE));
        routes.add(
                "PauseDurableExecution",
                "POST",
                one + "/pause",
                Scope.DEPLOY,
                request -> absent(request, name, DURABLE));
        routes.add(
                "ResumeDurableExecution",
                "POST",
                one + "/resume",
                Scope.DEPLOY,
                request -> absent(request, name, DURABLE));
        routes.add(
                "StopDurableExecution", "POST", one + "/stop", Scope.DEPLOY, request -> absent(request, name, DURABLE));
        routes.add(
                "ListDurableExecutionsByFunction",
                "GET",
                "/2025-12-01/functions/{FunctionName}/durable-executions",
                Scope.READ,
                request -> {
                    existing(request);
                    return none("DurableExecutions");
                });
        String callback = "/2025-12-01/durable-execution-callbacks/{CallbackId}";
        routes.add(
                "SendDurableExecutionCallbackSuccess",
                "POST",
                callback + "/succeed",
                Scope.INVOKE,
                request -> absent(request, "CallbackId", DURABLE));
        routes.add(
                "SendDurableExecutionCallbackFailure",
                "POST",
                callback + "/fail",
                Scope.INVOKE,
                request -> absent(request, "CallbackId", DURABLE));
        routes.add(
                "SendDurableExecutionCallbackHeartbeat",
                "POST",
                callback + "/heartbeat",
                Scope.INVOKE,
                request -> absent(request, "CallbackId", DURABLE));
    }

    private FunctionName existing(ApiRequest request) {
        FunctionName name = request.function().name();
        if (catalog.find(request.tenant(), name).isEmpty()) {
            throw ApiError.notFound("Function not found: " + name);
        }
        return name;
    }

    private static ApiReply refused(String sentence) {
        throw ApiError.invalid(sentence);
    }

    private static ApiReply absent(ApiRequest request, String parameter, String sentence) {
        throw ApiError.notFound("There is no " + request.path(parameter) + ". " + sentence);
    }

    private static ApiReply none(String field) {
        return ApiReply.ok(new JsonObject().put(field, new JsonArray()));
    }
}
