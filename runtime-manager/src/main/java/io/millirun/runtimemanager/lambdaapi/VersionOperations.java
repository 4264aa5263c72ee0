package io.millirun.runtimemanager.lambdaapi;

import io.millirun.runtimemanager.Scope;
import io.millirun.runtimemanager.functions.Alias;
import io.millirun.runtimemanager.functions.AliasTarget;
import io.millirun.runtimemanager.functions.Aliases;
import io.millirun.runtimemanager.functions.DeployedVersion;
import io.millirun.runtimemanager.functions.FunctionName;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.functions.PublishedVersions;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** PublishVersion, ListVersionsByFunction, and aliases. */
final class VersionOperations {

    private static final int LONGEST_DESCRIPTION = 256;

    private final PublishedVersions versions;
    private final Aliases aliases;

    VersionOperations(PublishedVersions versions, Aliases aliases) {
        this.versions = versions;
        this.aliases = aliases;
    }

    void addTo(Routes routes) {
        String one = "/2015-03-31/functions/{FunctionName}";
        routes.add("PublishVersion", "POST", one + "/versions", Scope.DEPLOY, this::publish);
        routes.add("ListVersionsByFunction", "GET", one + "/versions", Scope.READ, this::list);
        routes.add("CreateAlias", "POST", one + "/aliases", Scope.DEPLOY, this::createAlias);
        routes.add("ListAliases", "GET", one + "/aliases", Scope.READ, this::listAliases);
        routes.add("GetAlias", "GET", one + "/aliases/{Name}", Scope.READ, this::alias);
        routes.add("UpdateAlias", "PUT", one + "/aliases/{Name}", Scope.DEPLOY, this::updateAlias);
        routes.add("DeleteAlias", "DELETE", one + "/aliases/{Name}", Scope.DEPLOY, this::deleteAlias);
    }

    /** A text that sorts versions by number, {@code $LATEST} first. */
    static String order(DeployedVersion version) {
        String number = version.version().version();
        return number.equals(FunctionVersion.LATEST)
                ? "0"
                : String.format(Locale.ROOT, "%09d", Integer.parseInt(number));
    }

    private ApiReply publish(ApiRequest request) {
        if (request.text("Description").orElse("").length() > LONGEST_DESCRIPTION) {
            throw ApiRequest.violation("Description", "it must have at most " + LONGEST_DESCRIPTION + " characters");
        }
        DeployedVersion published = versions.publish(
                request.tenant(),
                request.function().name(),
                request.text("Description").orElse(null),
                request.text("CodeSha256").orElse(null),
                request.revision().orElse(null));
        return ApiReply.created(Shapes.configuration(published, request.region(), true));
    }

    private ApiReply list(ApiRequest request) {
        return ApiReply.ok(Page.of(
                request,
                "Versions",
                versions.list(request.tenant(), request.function().name()),
                Page.Size.LONG,
                VersionOperations::order,
                version -> Shapes.configuration(version, request.region(), true)));
    }

    private ApiReply createAlias(ApiRequest request) {
        FunctionName function = request.function().name();
        AliasTarget target = target(request, request.required("FunctionVersion"));
        Alias made = aliases.create(
                request.tenant(),
                function,
                request.required("Name"),
                request.text("Description").orElse(""),
                target);
        return ApiReply.created(Shapes.alias(made, request.tenant(), request.region()));
    }

    private ApiReply alias(ApiRequest request) {
        return ApiReply.ok(Shapes.alias(existing(request), request.tenant(), request.region()));
    }

    private ApiReply listAliases(ApiRequest request) {
        Optional<String> version = request.query("FunctionVersion");
        if (version.isPresent() && !version.get().matches("\\$LATEST|[0-9]{1,1024}")) {
            throw ApiRequest.violation("FunctionVersion", "it must be $LATEST or a number");
        }
        List<Alias> all = aliases.list(request.tenant(), request.function().name()).stream()
                .filter(alias -> version.isEmpty()
                        || version.get().equals(alias.target().version())
                        || version.get().equals(alias.target().additionalVersion()))
                .toList();
        return ApiReply.ok(Page.of(
                request,
                "Aliases",
                all,
                Page.Size.LONG,
                Alias::name,
                alias -> Shapes.alias(alias, request.tenant(), request.region())));
    }

    private ApiReply updateAlias(ApiRequest request) {
        Alias before = existing(request);
        @Nullable AliasTarget target = null;
        if (request.has("FunctionVersion") || request.has("RoutingConfig")) {
            String version =
                    request.text("FunctionVersion").orElse(before.target().version());
            target = request.has("RoutingConfig")
                    ? target(request, version)
                    : new AliasTarget(
                            version,
                            before.target().additionalVersion(),
                            before.target().additionalWeight());
        }
        Alias changed = aliases.update(
                request.tenant(),
                request.function().name(),
                before.name(),
                request.text("Description").orElse(null),
                target,
                request.revision().orElse(null));
        return ApiReply.ok(Shapes.alias(changed, request.tenant(), request.region()));
    }

    private ApiReply deleteAlias(ApiRequest request) {
        aliases.delete(request.tenant(), request.function().name(), aliasName(request));
        return ApiReply.nothing();
    }

    private static String aliasName(ApiRequest request) {
        String name = request.path("Name");
        if (!Aliases.isName(name)) {
            throw ApiRequest.violation("Name", "it must have 1 to 128 letters, digits, - and _, and be no number");
        }
        return name;
    }

    private Alias existing(ApiRequest request) {
        FunctionName function = request.function().name();
        return aliases.find(request.tenant(), function, aliasName(request))
                .orElseThrow(() -> ApiError.notFound(
                        "Cannot find alias " + request.path("Name") + " of function " + function + "."));
    }

    private static AliasTarget target(ApiRequest request, String version) {
        Optional<JsonObject> weights = request.object("RoutingConfig")
                .flatMap(config -> ApiRequest.object(config, "AdditionalVersionWeights"))
                .filter(given -> !given.isEmpty());
        if (weights.isEmpty()) {
            return AliasTarget.of(version);
        }
        if (weights.get().size() > 1) {
            throw ApiError.invalid("Number of items in AdditionalVersionWeights cannot be greater than 1.");
        }
        String additional = weights.get().fieldNames().iterator().next();
        if (!(weights.get().getValue(additional) instanceof Number weight)) {
            throw ApiError.malformed("Could not parse request body into json: a version's weight must be a number.");
        }
        return new AliasTarget(version, additional, new BigDecimal(weight.toString()));
    }
}
