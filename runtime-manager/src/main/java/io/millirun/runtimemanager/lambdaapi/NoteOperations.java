package io.millirun.runtimemanager.lambdaapi;

import io.millirun.runtimemanager.Scope;
import io.millirun.runtimemanager.functions.FunctionArn;
import io.millirun.runtimemanager.functions.FunctionName;
import io.millirun.runtimemanager.functions.FunctionNotes;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.functions.PublishedVersions;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tags, runtime management and recursion: kept and given back. */
final class NoteOperations {

    private static final int MOST_TAGS = 50;
    private static final int LONGEST_KEY = 128;
    private static final int LONGEST_VALUE = 256;

    private final FunctionNotes notes;
    private final PublishedVersions versions;

    NoteOperations(FunctionNotes notes, PublishedVersions versions) {
        this.notes = notes;
        this.versions = versions;
    }

    void addTo(Routes routes) {
        String tags = "/2017-03-31/tags/{Resource}";
        routes.add("TagResource", "POST", tags, Scope.DEPLOY, this::tag);
        routes.add("ListTags", "GET", tags, Scope.READ, this::tags);
        routes.add("UntagResource", "DELETE", tags, Scope.DEPLOY, this::untag);
        String runtime = "/2021-07-20/functions/{FunctionName}/runtime-management-config";
        routes.add("PutRuntimeManagementConfig", "PUT", runtime, Scope.DEPLOY, this::manageRuntime);
        routes.add("GetRuntimeManagementConfig", "GET", runtime, Scope.READ, this::runtimeManagement);
        String recursion = "/2024-08-31/functions/{FunctionName}/recursion-config";
        routes.add("PutFunctionRecursionConfig", "PUT", recursion, Scope.DEPLOY, this::putRecursion);
        routes.add("GetFunctionRecursionConfig", "GET", recursion, Scope.READ, this::recursion);
    }

    /** Tags that can be kept. */
    static Map<String, String> checked(Map<String, String> tags) {
        if (tags.size() > MOST_TAGS) {
            throw ApiError.invalid("A function has at most " + MOST_TAGS + " tags.");
        }
        tags.forEach((key, value) -> {
            if (key.isEmpty() || key.length() > LONGEST_KEY || value.length() > LONGEST_VALUE) {
                throw ApiError.invalid("A tag's key has 1 to " + LONGEST_KEY + " characters, its value at most "
                        + LONGEST_VALUE + ".");
            }
            if (key.startsWith("aws:")) {
                throw ApiError.invalid("Tag keys that begin with aws: are reserved.");
            }
        });
        return tags;
    }

    private ApiReply tag(ApiRequest request) {
        FunctionName name = resource(request, Scope.DEPLOY);
        Map<String, String> all = new TreeMap<>(notes.tags(request.tenant(), name));
        all.putAll(request.map("Tags").orElseThrow(() -> ApiRequest.missing("Tags")));
        notes.tag(request.tenant(), name, checked(all));
        return ApiReply.nothing();
    }

    private ApiReply tags(ApiRequest request) {
        var shape = new JsonObject();
        notes.tags(request.tenant(), resource(request, Scope.READ)).forEach(shape::put);
        return ApiReply.ok(new JsonObject().put("Tags", shape));
    }

    private ApiReply untag(ApiRequest request) {
        FunctionName name = resource(request, Scope.DEPLOY);
        List<String> keys = request.query().getAll("tagKeys");
        if (keys.isEmpty()) {
            throw ApiRequest.missing("TagKeys");
        }
        if (keys.stream().anyMatch(key -> key.isEmpty() || key.length() > LONGEST_KEY)) {
            throw ApiRequest.violation("TagKeys", "each must have 1 to " + LONGEST_KEY + " characters");
        }
        Map<String, String> left = new TreeMap<>(notes.tags(request.tenant(), name));
        left.keySet().removeAll(keys);
        notes.tag(request.tenant(), name, left);
        return ApiReply.nothing();
    }

    private static FunctionName resource(ApiRequest request, Scope scope) {
        String arn = request.path("Resource");
        if (!arn.startsWith("arn:")) {
            throw ApiRequest.violation("Resource", "it must be the ARN of a function");
        }
        if (arn.contains(":event-source-mapping:") || arn.contains(":code-signing-config:")) {
            throw ApiError.notFound("The resource does not exist: " + arn);
        }
        FunctionRef ref = FunctionRef.of(arn, request.tenant());
        if (ref.qualifier() != null) {
            throw ApiError.invalid(
                    "Tags on function aliases and versions are not supported. Please specify a function ARN.");
        }
        Grant.require(request.caller(), scope, ref.name());
        return ref.name();
    }

    private ApiReply manageRuntime(ApiRequest request) {
        String when = request.oneOf("UpdateRuntimeOn", "Auto", "FunctionUpdate", "Manual")
                .orElseThrow(() -> ApiRequest.missing("UpdateRuntimeOn"));
        String version = request.text("RuntimeVersionArn").orElse("");
        if (when.equals("Manual") && version.isEmpty()) {
            throw ApiError.invalid("RuntimeVersionArn must be given with the Manual runtime update mode.");
        }
        if (!when.equals("Manual") && !version.isEmpty()) {
            throw ApiError.invalid("RuntimeVersionArn can be given with the Manual runtime update mode only.");
        }
        String qualifier = existingQualifier(request);
        Map<String, String> all = new LinkedHashMap<>(
                notes.runtimeManagement(request.tenant(), request.function().name()));
        all.put(qualifier, version.isEmpty() ? when : when + " " + version);
        notes.manageRuntime(request.tenant(), request.function().name(), all);
        return runtimeManagement(request);
    }

    private ApiReply runtimeManagement(ApiRequest request) {
        String qualifier = existingQualifier(request);
        FunctionName name = request.function().name();
        String[] kept = notes.runtimeManagement(request.tenant(), name)
                .getOrDefault(qualifier, "Auto")
                .split(" ", 2);
        var shape = new JsonObject()
                .put("UpdateRuntimeOn", kept[0])
                .put("FunctionArn", FunctionArn.of(request.region(), request.tenant(), name) + ":" + qualifier);
        if (kept.length > 1) {
            shape.put("RuntimeVersionArn", kept[1]);
        }
        return ApiReply.ok(shape);
    }

    private String existingQualifier(ApiRequest request) {
        FunctionRef ref = request.function();
        if (versions.find(request.tenant(), ref.name(), ref.qualifier()).isEmpty()) {
            throw ApiError.notFound(
                    "Function not found: " + ref.name() + (ref.qualifier() == null ? "" : ":" + ref.qualifier()));
        }
        return ref.qualifier() == null ? FunctionVersion.LATEST : ref.qualifier();
    }

    private ApiReply putRecursion(ApiRequest request) {
        String choice = request.oneOf("RecursiveLoop", "Allow", "Terminate")
                .orElseThrow(() -> ApiRequest.missing("RecursiveLoop"));
        notes.recursiveLoop(request.tenant(), request.function().name(), choice);
        return recursion(request);
    }

    private ApiReply recursion(ApiRequest request) {
        return ApiReply.ok(new JsonObject()
                .put(
                        "RecursiveLoop",
                        notes.recursiveLoop(request.tenant(), request.function().name())));
    }
}
