package io.millirun.runtimemanager.lambdaapi;

import io.millirun.kernel.Uuid7;
import io.millirun.runtimemanager.Scope;
import io.millirun.runtimemanager.functions.FunctionNotes;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.functions.Policy;
import io.millirun.runtimemanager.functions.PublishedVersions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The same policies as in {@link PolicyOperations}, each as one document under the ARN of what it is about. */
final class PolicyDocuments {

    private final FunctionNotes notes;
    private final PublishedVersions versions;

    PolicyDocuments(FunctionNotes notes, PublishedVersions versions) {
        this.notes = notes;
        this.versions = versions;
    }

    void addTo(Routes routes) {
        String path = "/2026-07-09/resource-policy/{ResourceArn}";
        routes.add("PutResourcePolicy", "PUT", path, Scope.DEPLOY, this::put);
        routes.add("GetResourcePolicy", "GET", path, Scope.READ, this::get);
        routes.add("DeleteResourcePolicy", "DELETE", path, Scope.DEPLOY, this::delete);
    }

    private ApiReply put(ApiRequest request) {
        List<Map<String, Object>> statements = statements(request.required("Policy"));
        FunctionRef ref = resource(request, Scope.DEPLOY);
        PolicyOperations.expect(request, policy(request, ref));
        Policy policy = new Policy(statements, Uuid7.next());
        PolicyOperations.requireShort(policy);
        notes.keep(request.tenant(), ref.name(), qualifier(ref), policy);
        return shape(policy);
    }

    private static List<Map<String, Object>> statements(String document) {
        JsonArray given;
        try {
            given = new JsonObject(document).getJsonArray("Statement");
        } catch (DecodeException | ClassCastException malformed) {
            throw ApiError.invalid("The policy is not a policy document in JSON.");
        }
        if (given == null || given.isEmpty()) {
            throw ApiError.invalid("The policy has no list of statements.");
        }
        List<Map<String, Object>> statements = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            if (!(given.getValue(i) instanceof JsonObject statement)) {
                throw ApiError.invalid("A statement of a policy is an object.");
            }
            statements.add(statement.getMap());
        }
        return statements;
    }

    private ApiReply get(ApiRequest request) {
        return shape(existing(request, resource(request, Scope.READ)));
    }

    private ApiReply delete(ApiRequest request) {
        FunctionRef ref = resource(request, Scope.DEPLOY);
        PolicyOperations.expect(request, existing(request, ref));
        notes.keep(request.tenant(), ref.name(), qualifier(ref), new Policy(List.of(), Uuid7.next()));
        return ApiReply.nothing();
    }

    private FunctionRef resource(ApiRequest request, Scope scope) {
        String arn = request.path("ResourceArn");
        if (!arn.startsWith("arn:")) {
            throw ApiRequest.violation("ResourceArn", "it must be the ARN of a function");
        }
        FunctionRef ref = FunctionRef.of(arn, request.tenant());
        Grant.require(request.caller(), scope, ref.name());
        if (versions.find(request.tenant(), ref.name(), ref.qualifier()).isEmpty()) {
            throw ApiError.notFound("Function not found: " + arn);
        }
        return ref;
    }

    private static String qualifier(FunctionRef ref) {
        return ref.qualifier() == null || ref.qualifier().equals(FunctionVersion.LATEST) ? "" : ref.qualifier();
    }

    private Policy existing(ApiRequest request, FunctionRef ref) {
        Policy policy = policy(request, ref);
        if (policy.statements().isEmpty()) {
            throw ApiError.notFound("The resource you requested does not exist.");
        }
        return policy;
    }

    private Policy policy(ApiRequest request, FunctionRef ref) {
        return notes.policy(request.tenant(), ref.name(), qualifier(ref))
                .orElseGet(() -> new Policy(List.of(), Uuid7.next()));
    }

    private static ApiReply shape(Policy policy) {
        return ApiReply.ok(new JsonObject()
                .put("Policy", PolicyOperations.document(policy))
                .put("RevisionId", policy.revision().toString()));
    }
}
