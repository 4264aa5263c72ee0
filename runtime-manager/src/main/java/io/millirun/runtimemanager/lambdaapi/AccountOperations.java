package io.millirun.runtimemanager.lambdaapi;

import io.millirun.runtimemanager.ConcurrencyLimits;
import io.millirun.runtimemanager.Scope;
import io.millirun.runtimemanager.functions.CodeStorage;
import io.millirun.runtimemanager.functions.FunctionName;
import io.millirun.runtimemanager.functions.Reservations;
import io.vertx.core.json.JsonObject;
import java.util.OptionalInt;

/** Limits of the organization and what it uses of them; reserved concurrency. */
final class AccountOperations {

    private static final long UNZIPPED = 250L << 20;
    private static final long ZIPPED = 50L << 20;

    private final Reservations reservations;
    private final CodeStorage storage;
    private final ConcurrencyLimits limits;

    AccountOperations(Reservations reservations, CodeStorage storage, ConcurrencyLimits limits) {
        this.reservations = reservations;
        this.storage = storage;
        this.limits = limits;
    }

    void addTo(Routes routes) {
        routes.add("GetAccountSettings", "GET", "/2016-08-19/account-settings", Scope.READ, this::settings);
        String set = "/2017-10-31/functions/{FunctionName}/concurrency";
        routes.add("PutFunctionConcurrency", "PUT", set, Scope.DEPLOY, this::reserve);
        routes.add("DeleteFunctionConcurrency", "DELETE", set, Scope.DEPLOY, this::release);
        routes.add(
                "GetFunctionConcurrency",
                "GET",
                "/2019-09-30/functions/{FunctionName}/concurrency",
                Scope.READ,
                this::reserved);
    }

    private ApiReply settings(ApiRequest request) {
        int most = limits.ofOrganization(request.tenant());
        CodeStorage.Use use = storage.use(request.tenant());
        return ApiReply.ok(new JsonObject()
                .put(
                        "AccountLimit",
                        new JsonObject()
                                .put("TotalCodeSize", storage.most(request.tenant()))
                                .put("CodeSizeUnzipped", UNZIPPED)
                                .put("CodeSizeZipped", ZIPPED)
                                .put("ConcurrentExecutions", most)
                                .put(
                                        "UnreservedConcurrentExecutions",
                                        Math.max(0, most - reservations.sum(request.tenant()))))
                .put(
                        "AccountUsage",
                        new JsonObject().put("TotalCodeSize", use.bytes()).put("FunctionCount", use.functions())));
    }

    private ApiReply reserve(ApiRequest request) {
        FunctionName name = request.function().name();
        int calls = request.integer("ReservedConcurrentExecutions", 0, Integer.MAX_VALUE)
                .orElseThrow(() -> ApiRequest.missing("ReservedConcurrentExecutions"));
        reservations.reserve(request.tenant(), name, calls, limits.ofOrganization(request.tenant()));
        return ApiReply.ok(new JsonObject().put("ReservedConcurrentExecutions", calls));
    }

    private ApiReply release(ApiRequest request) {
        reservations.reserve(request.tenant(), request.function().name(), null, 0);
        return ApiReply.nothing();
    }

    private ApiReply reserved(ApiRequest request) {
        OptionalInt calls =
                reservations.find(request.tenant(), request.function().name());
        var shape = new JsonObject();
        calls.ifPresent(number -> shape.put("ReservedConcurrentExecutions", number));
        return ApiReply.ok(shape);
    }
}
