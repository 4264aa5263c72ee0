package io.millirun.runtimemanager.lambdaapi;

import io.millirun.kernel.Uuid7;
import io.millirun.runtimemanager.Scope;
import io.millirun.runtimemanager.functions.FunctionArn;
import io.millirun.runtimemanager.functions.FunctionName;
import io.millirun.runtimemanager.functions.FunctionNotes;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.functions.Policy;
import io.millirun.runtimemanager.functions.PublishedVersions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Resource policies: kept and given back, so that deployment tools find what they wrote. Access keys decide here. */
final class PolicyOperations {

    static final Pattern STATEMENT_ID = Pattern.compile("[a-zA-Z0-9-_]{1,100}");

    private static final Pattern ACTION = Pattern.compile("lambda:[*]|lambda:[a-zA-Z]+|[*]");
    private static final Pattern PRINCIPAL = Pattern.compile("[^\\s]{1,2048}");
    private static final Pattern TOKEN = Pattern.compile("[a-zA-Z0-9._-]{1,256}");
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
    private static final Pattern SOURCE_ARN =
            Pattern.compile("arn:aws[a-zA-Z0-9-]*:[a-zA-Z0-9-]+:[a-z0-9-]*:([0-9]{12})?:.*");
    private static final int LONGEST = 20 * 1024;

    private final FunctionNotes notes;
    private final PublishedVersions versions;

    PolicyOperations(FunctionNotes notes, PublishedVersions versions) {
        this.notes = notes;
        this.versions = versions;
    }

    void addTo(Routes routes) {
        String policy = "/2015-03-31/functions/{FunctionName}/policy";
        routes.add("AddPermission", "POST", policy, Scope.DEPLOY, this::add);
        routes.add("GetPolicy", "GET", policy, Scope.READ, this::get);
        routes.add("RemovePermission", "DELETE", policy + "/{StatementId}", Scope.DEPLOY, this::remove);
    }

    private ApiReply add(ApiRequest request) {
        String sid = request.text("StatementId", STATEMENT_ID).orElseThrow(() -> ApiRequest.missing("StatementId"));
        String action = request.text("Action", ACTION).orElseThrow(() -> ApiRequest.missing("Action"));
        String principal = request.text("Principal", PRINCIPAL).orElseThrow(() -> ApiRequest.missing("Principal"));
        String qualifier = existingQualifier(request);
        Policy before = policy(request, qualifier);
        expect(request, before);
        if (before.find(sid).isPresent()) {
            throw ApiError.conflict(
                    "The statement id (" + sid
                            + ") provided already exists. Please provide a new statement id, or remove the existing statement.");
        }
        Map<String, Object> statement = statement(request, sid, action, principal, arn(request, qualifier));
        Policy after = before.plus(statement);
        requireShort(after);
        notes.keep(request.tenant(), request.function().name(), qualifier, after);
        return ApiReply.created(new JsonObject().put("Statement", new JsonObject(statement).encode()));
    }

    /** Refuses a policy that has become too long. */
    static void requireShort(Policy policy) {
        int length = document(policy).length();
        if (length > LONGEST) {
            throw ApiError.of(
                    "PolicyLengthExceededException",
                    "The final policy size (" + length + ") is bigger than the limit (" + LONGEST + ").");
        }
    }

    private static Map<String, Object> statement(
            ApiRequest request, String sid, String action, String principal, String arn) {
        Map<String, Object> statement = new LinkedHashMap<>();
        statement.put("Sid", sid);
        statement.put("Effect", "Allow");
        statement.put("Principal", principal(principal));
        statement.put("Action", action);
        statement.put("Resource", arn);
        Map<String, Object> condition = new LinkedHashMap<>();
        request.text("SourceArn", SOURCE_ARN)
                .ifPresent(source -> condition.put("ArnLike", Map.of("AWS:SourceArn", source)));
        Map<String, String> equal = new LinkedHashMap<>();
        request.text("SourceAccount", ACCOUNT).ifPresent(account -> equal.put("AWS:SourceAccount", account));
        request.text("EventSourceToken", TOKEN).ifPresent(token -> equal.put("lambda:EventSourceToken", token));
        request.text("PrincipalOrgID").ifPresent(id -> equal.put("aws:PrincipalOrgID", id));
        request.oneOf("FunctionUrlAuthType", "NONE", "AWS_IAM")
                .ifPresent(type -> equal.put("lambda:FunctionUrlAuthType", type));
        if (!equal.isEmpty()) {
            condition.put("StringEquals", equal);
        }
        if (request.flag("InvokedViaFunctionUrl")) {
            condition.put("Bool", Map.of("lambda:InvokedViaFunctionUrl", "true"));
        }
        if (!condition.isEmpty()) {
            statement.put("Condition", condition);
        }
        return statement;
    }

    /** A service by its name, an account by its root, anybody by a star. */
    static Object principal(String principal) {
        if (principal.equals("*")) {
            return principal;
        }
        if (principal.matches("[0-9]{12}")) {
            return Map.of("AWS", "arn:aws:iam::" + principal + ":root");
        }
        return Map.of(principal.startsWith("arn:") ? "AWS" : "Service", principal);
    }

    private ApiReply get(ApiRequest request) {
        Policy policy = policy(request, existingQualifier(request));
        if (policy.statements().isEmpty()) {
            throw ApiError.notFound("The resource you requested does not exist.");
        }
        return ApiReply.ok(new JsonObject()
                .put("Policy", document(policy))
                .put("RevisionId", policy.revision().toString()));
    }

    private ApiReply remove(ApiRequest request) {
        String qualifier = existingQualifier(request);
        String sid = request.path("StatementId");
        Policy before = policy(request, qualifier);
        if (before.find(sid).isEmpty()) {
            throw ApiError.notFound("Statement " + sid + " is not found in resource policy.");
        }
        expect(request, before);
        notes.keep(request.tenant(), request.function().name(), qualifier, before.without(sid));
        return ApiReply.nothing();
    }

    private Policy policy(ApiRequest request, String qualifier) {
        return notes.policy(request.tenant(), request.function().name(), qualifier)
                .orElseGet(() -> new Policy(List.of(), Uuid7.next()));
    }

    /** Refuses a change of another revision of a policy; a policy that is not there yet has none. */
    static void expect(ApiRequest request, Policy before) {
        @Nullable UUID expected = request.revision().orElse(null);
        if (expected != null && !before.statements().isEmpty() && !expected.equals(before.revision())) {
            throw ApiError.precondition(
                    "The RevisionId provided does not match the latest RevisionId. Call the GetPolicy API to retrieve the latest RevisionId");
        }
    }

    /** The whole policy as one text. */
    static String document(Policy policy) {
        return new JsonObject()
                .put("Version", "2012-10-17")
                .put("Id", "default")
                .put("Statement", new JsonArray(List.copyOf(policy.statements())))
                .encode();
    }

    private static String arn(ApiRequest request, String qualifier) {
        String arn = FunctionArn.of(
                request.region(), request.tenant(), request.function().name());
        return qualifier.isEmpty() ? arn : arn + ":" + qualifier;
    }

    private String existingQualifier(ApiRequest request) {
        FunctionRef ref = request.function();
        FunctionName name = ref.name();
        if (FunctionVersion.LATEST.equals(ref.qualifier())) {
            throw ApiError.invalid("We currently do not support adding policies for $LATEST.");
        }
        if (versions.find(request.tenant(), name, ref.qualifier()).isEmpty()) {
            throw ApiError.notFound(
                    "Function not found: " + name + (ref.qualifier() == null ? "" : ":" + ref.qualifier()));
        }
        return ref.qualifier() == null ? "" : ref.qualifier();
    }
}
