package io.millirun.runtimemanager.lambdaapi;

import io.millirun.kernel.TenantId;
import io.millirun.runtimemanager.Scope;
import io.millirun.runtimemanager.code.CodePackage;
import io.millirun.runtimemanager.functions.FunctionArn;
import io.millirun.runtimemanager.functions.LayerVersion;
import io.millirun.runtimemanager.functions.Layers;
import io.millirun.runtimemanager.functions.Policy;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Layers: publishing, listing, and what others may do with them. */
final class LayerOperations {

    private static final Pattern NAME =
            Pattern.compile("(?:arn:aws[a-zA-Z-]*:lambda:[a-z0-9-]+:([0-9]{12}):layer:)?([a-zA-Z0-9-_]{1,140})");
    private static final Pattern LAYER_ACTION = Pattern.compile("lambda:GetLayerVersion");
    private static final Pattern LAYER_PRINCIPAL = Pattern.compile("\\d{12}|\\*|arn:(aws[a-zA-Z-]*):iam::\\d{12}:root");
    private static final int LONGEST_DESCRIPTION = 256;
    private static final int LONGEST_LICENSE = 512;
    private static final int MOST_RUNTIMES = 15;
    private static final List<String> ARCHITECTURES = List.of("x86_64", "arm64");
    private static final Pattern RUNTIME = Pattern.compile("[a-z]+[a-z0-9.]{0,40}");

    private final Layers layers;
    private final CodeReader code;
    private final CodeLinks links;

    LayerOperations(Layers layers, CodeReader code, CodeLinks links) {
        this.layers = layers;
        this.code = code;
        this.links = links;
    }

    void addTo(Routes routes) {
        String all = "/2018-10-31/layers";
        String versions = all + "/{LayerName}/versions";
        String one = versions + "/{VersionNumber}";
        routes.add("ListLayers", "GET", all, Scope.READ, this::listOrFind);
        routes.add("PublishLayerVersion", "POST", versions, Scope.DEPLOY, this::publish);
        routes.add("ListLayerVersions", "GET", versions, Scope.READ, this::listVersions);
        routes.add("GetLayerVersion", "GET", one, Scope.READ, this::get);
        routes.add("DeleteLayerVersion", "DELETE", one, Scope.DEPLOY, this::delete);
        routes.add("AddLayerVersionPermission", "POST", one + "/policy", Scope.DEPLOY, this::addPermission);
        routes.add("GetLayerVersionPolicy", "GET", one + "/policy", Scope.READ, this::policy);
        routes.add(
                "RemoveLayerVersionPermission",
                "DELETE",
                one + "/policy/{StatementId}",
                Scope.DEPLOY,
                this::removePermission);
    }

    private ApiReply publish(ApiRequest request) {
        String layer = layer(request);
        String description = request.text("Description").orElse("");
        String license = request.text("LicenseInfo").orElse("");
        if (description.length() > LONGEST_DESCRIPTION) {
            throw ApiRequest.violation("Description", "it must have at most " + LONGEST_DESCRIPTION + " characters");
        }
        if (license.length() > LONGEST_LICENSE) {
            throw ApiRequest.violation("LicenseInfo", "it must have at most " + LONGEST_LICENSE + " characters");
        }
        List<String> runtimes = request.texts("CompatibleRuntimes").orElse(List.of());
        List<String> architectures = request.texts("CompatibleArchitectures").orElse(List.of());
        runtimes.forEach(LayerOperations::requireRuntime);
        if (runtimes.size() > MOST_RUNTIMES) {
            throw ApiRequest.violation("CompatibleRuntimes", "it must have at most " + MOST_RUNTIMES + " items");
        }
        if (architectures.size() > 2 || !ARCHITECTURES.containsAll(architectures)) {
            throw ApiRequest.violation("CompatibleArchitectures", "each must be one of x86_64, arm64");
        }
        JsonObject content = request.object("Content").orElseThrow(() -> ApiRequest.missing("Content"));
        try (CodePackage zip = code.layer(content)) {
            LayerVersion wanted = LayerVersion.wanted(layer, description, license, runtimes, architectures);
            return ApiReply.created(shape(request, layers.publish(request.tenant(), wanted, zip)));
        }
    }

    /** A layer may be for a runtime that this installation does not have. */
    private static void requireRuntime(String name) {
        if (!RUNTIME.matcher(name).matches()) {
            throw ApiRequest.violation("CompatibleRuntime", "it must be the name of a runtime");
        }
    }

    private ApiReply get(ApiRequest request) {
        return ApiReply.ok(shape(request, existing(request, layer(request), number(request))));
    }

    private ApiReply listOrFind(ApiRequest request) {
        if (request.query("find").isPresent()) {
            return findByArn(request);
        }
        Predicate<LayerVersion> wanted = wanted(request);
        List<LayerVersion> all = layers.latest(request.tenant()).stream()
                .map(LayerVersion::layer)
                .flatMap(layer -> matching(request, layer, wanted).stream().limit(1))
                .toList();
        return ApiReply.ok(Page.of(
                request,
                "Layers",
                all,
                Page.Size.SHORT,
                LayerVersion::layer,
                version -> new JsonObject()
                        .put("LayerName", version.layer())
                        .put("LayerArn", Shapes.layerArn(request.region(), request.tenant(), version.layer()))
                        .put(
                                "LatestMatchingVersion",
                                Shapes.layerVersion(version, request.tenant(), request.region()))));
    }

    private ApiReply findByArn(ApiRequest request) {
        String arn = request.query("Arn").orElseThrow(() -> ApiRequest.missing("Arn"));
        Matcher matcher = LayerUses.ARN.matcher(arn);
        if (!matcher.matches()) {
            throw ApiRequest.violation("Arn", "it must be the ARN of a layer version");
        }
        own(matcher.group(1), request.tenant(), arn);
        return ApiReply.ok(shape(request, existing(request, matcher.group(2), Integer.parseInt(matcher.group(3)))));
    }

    private ApiReply listVersions(ApiRequest request) {
        return ApiReply.ok(Page.of(
                request,
                "LayerVersions",
                matching(request, layer(request), wanted(request)),
                Page.Size.SHORT,
                // Falling numbers, so that markers rise.
                version -> String.format(Locale.ROOT, "%010d", Integer.MAX_VALUE - version.number()),
                version -> Shapes.layerVersion(version, request.tenant(), request.region())));
    }

    private static Predicate<LayerVersion> wanted(ApiRequest request) {
        Optional<String> runtime = request.query("CompatibleRuntime");
        Optional<String> architecture = request.query("CompatibleArchitecture");
        runtime.ifPresent(LayerOperations::requireRuntime);
        if (architecture.isPresent() && !ARCHITECTURES.contains(architecture.get())) {
            throw ApiRequest.violation("CompatibleArchitecture", "it must be one of x86_64, arm64");
        }
        return version -> (runtime.isEmpty() || version.runtimes().contains(runtime.get()))
                && (architecture.isEmpty() || version.architectures().contains(architecture.get()));
    }

    private List<LayerVersion> matching(ApiRequest request, String layer, Predicate<LayerVersion> wanted) {
        return layers.versions(request.tenant(), layer).stream().filter(wanted).toList();
    }

    private ApiReply delete(ApiRequest request) {
        layers.delete(request.tenant(), layer(request), number(request));
        return ApiReply.nothing();
    }

    private ApiReply addPermission(ApiRequest request) {
        String layer = layer(request);
        int number = number(request);
        String sid = request.text("StatementId", PolicyOperations.STATEMENT_ID)
                .orElseThrow(() -> ApiRequest.missing("StatementId"));
        String action = request.text("Action", LAYER_ACTION).orElseThrow(() -> ApiRequest.missing("Action"));
        String principal =
                request.text("Principal", LAYER_PRINCIPAL).orElseThrow(() -> ApiRequest.missing("Principal"));
        Policy before = layers.policy(request.tenant(), layer, number);
        PolicyOperations.expect(request, before);
        if (before.find(sid).isPresent()) {
            throw ApiError.conflict(
                    "The statement id (" + sid
                            + ") provided already exists. Please provide a new statement id, or remove the existing statement.");
        }
        Map<String, Object> statement = new LinkedHashMap<>();
        statement.put("Sid", sid);
        statement.put("Effect", "Allow");
        statement.put("Principal", PolicyOperations.principal(principal));
        statement.put("Action", action);
        statement.put("Resource", Shapes.layerArn(request.region(), request.tenant(), layer) + ":" + number);
        request.text("OrganizationId")
                .ifPresent(id -> statement.put("Condition", Map.of("StringEquals", Map.of("aws:PrincipalOrgID", id))));
        Policy after = before.plus(statement);
        layers.keep(request.tenant(), layer, number, after);
        return ApiReply.created(new JsonObject()
                .put("Statement", new JsonObject(statement).encode())
                .put("RevisionId", after.revision().toString()));
    }

    private ApiReply policy(ApiRequest request) {
        Policy policy = layers.policy(request.tenant(), layer(request), number(request));
        if (policy.statements().isEmpty()) {
            throw ApiError.notFound("No policy is associated with the given resource.");
        }
        return ApiReply.ok(new JsonObject()
                .put("Policy", PolicyOperations.document(policy))
                .put("RevisionId", policy.revision().toString()));
    }

    private ApiReply removePermission(ApiRequest request) {
        Policy before = layers.policy(request.tenant(), layer(request), number(request));
        String sid = request.path("StatementId");
        if (before.find(sid).isEmpty()) {
            throw ApiError.notFound("Statement " + sid + " is not found in resource policy.");
        }
        PolicyOperations.expect(request, before);
        layers.keep(request.tenant(), layer(request), number(request), before.without(sid));
        return ApiReply.nothing();
    }

    private LayerVersion existing(ApiRequest request, String layer, int number) {
        return layers.find(request.tenant(), layer, number)
                .orElseThrow(() -> ApiError.notFound("Layer version "
                        + Shapes.layerArn(request.region(), request.tenant(), layer) + ":" + number
                        + " does not exist."));
    }

    private static String layer(ApiRequest request) {
        String given = request.path("LayerName");
        Matcher matcher = NAME.matcher(given);
        if (!matcher.matches()) {
            throw ApiRequest.violation("LayerName", "it must be a layer's name or ARN");
        }
        own(matcher.group(1), request.tenant(), given);
        return matcher.group(2);
    }

    private static void own(@Nullable String account, TenantId tenant, String arn) {
        if (account != null && !account.equals(FunctionArn.account(tenant))) {
            throw ApiError.notFound("Layer " + arn + " does not exist.");
        }
    }

    private static int number(ApiRequest request) {
        String given = request.path("VersionNumber");
        if (!given.matches("[1-9][0-9]{0,8}")) {
            throw ApiRequest.violation("VersionNumber", "it must be the number of a version");
        }
        return Integer.parseInt(given);
    }

    private JsonObject shape(ApiRequest request, LayerVersion version) {
        return Shapes.layerVersion(version, request.tenant(), request.region())
                .put("LayerArn", Shapes.layerArn(request.region(), request.tenant(), version.layer()))
                .put(
                        "Content",
                        new JsonObject()
                                .put("Location", request.gateway() + links.path(request.tenant(), version.codeDigest()))
                                .put("CodeSha256", Shapes.sha256(version.codeDigest()))
                                .put("CodeSize", version.codeSize()));
    }
}
