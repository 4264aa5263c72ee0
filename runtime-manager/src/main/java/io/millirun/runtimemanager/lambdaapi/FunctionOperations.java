package io.millirun.runtimemanager.lambdaapi;

import io.millirun.kernel.MillirunException;
import io.millirun.kernel.TenantId;
import io.millirun.runtimemanager.Scope;
import io.millirun.runtimemanager.builds.Builds;
import io.millirun.runtimemanager.functions.DeployedFunction;
import io.millirun.runtimemanager.functions.DeployedVersion;
import io.millirun.runtimemanager.functions.FunctionArn;
import io.millirun.runtimemanager.functions.FunctionCatalog;
import io.millirun.runtimemanager.functions.FunctionCode;
import io.millirun.runtimemanager.functions.FunctionName;
import io.millirun.runtimemanager.functions.FunctionNotes;
import io.millirun.runtimemanager.functions.FunctionSettings;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.functions.PublishedVersions;
import io.millirun.runtimemanager.functions.Reservations;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** CreateFunction, GetFunction, UpdateFunctionCode and their like. */
final class FunctionOperations {

    private final FunctionCatalog catalog;
    private final PublishedVersions versions;
    private final FunctionNotes notes;
    private final Reservations reservations;
    private final Builds builds;
    private final SettingsReader settings;
    private final CodeReader code;
    private final CodeLinks links;

    FunctionOperations(
            FunctionCatalog catalog,
            PublishedVersions versions,
            FunctionNotes notes,
            Reservations reservations,
            Builds builds,
            SettingsReader settings,
            CodeReader code,
            CodeLinks links) {
        this.catalog = catalog;
        this.versions = versions;
        this.notes = notes;
        this.reservations = reservations;
        this.builds = builds;
        this.settings = settings;
        this.code = code;
        this.links = links;
    }

    void addTo(Routes routes) {
        String functions = "/2015-03-31/functions";
        String one = functions + "/{FunctionName}";
        routes.add("CreateFunction", "POST", functions, Scope.DEPLOY, this::create);
        routes.add("ListFunctions", "GET", functions, Scope.READ, this::list);
        routes.add("GetFunction", "GET", one, Scope.READ, this::get);
        routes.add("DeleteFunction", "DELETE", one, Scope.DEPLOY, this::delete);
        routes.add("GetFunctionConfiguration", "GET", one + "/configuration", Scope.READ, this::configuration);
        routes.add(
                "UpdateFunctionConfiguration", "PUT", one + "/configuration", Scope.DEPLOY, this::updateConfiguration);
        routes.add("UpdateFunctionCode", "PUT", one + "/code", Scope.DEPLOY, this::updateCode);
    }

    private ApiReply create(ApiRequest request) {
        FunctionRef ref = FunctionRef.of(request.required("FunctionName"), request.tenant());
        if (ref.qualifier() != null) {
            throw ApiError.invalid("A function is made without a version or an alias in its name.");
        }
        Grant.require(request.caller(), Scope.DEPLOY, ref.name());
        FunctionSettings wanted = settings.created(request);
        JsonObject source = request.object("Code").orElseThrow(() -> ApiRequest.missing("Code"));
        Map<String, String> tags = NoteOperations.checked(request.map("Tags").orElse(Map.of()));
        boolean image = wanted.runtime().equals(FunctionVersion.IMAGE_RUNTIME);
        try (var held = new Held(code.read(source, image))) {
            builds.create(request.tenant(), ref.name().value(), wanted, held.code());
        }
        if (!tags.isEmpty()) {
            notes.tag(request.tenant(), ref.name(), tags);
        }
        boolean publish = request.flag("Publish");
        DeployedVersion made = publish
                ? versions.publish(request.tenant(), ref.name(), null, null, null)
                : found(request.tenant(), ref.name(), null);
        return ApiReply.created(Shapes.configuration(made, request.region(), publish));
    }

    private ApiReply get(ApiRequest request) {
        FunctionRef ref = request.function();
        DeployedVersion found = found(request, ref);
        var location = new JsonObject();
        if (found.version().imageUri() == null) {
            location.put("RepositoryType", "S3")
                    .put(
                            "Location",
                            request.gateway()
                                    + links.path(
                                            request.tenant(), found.version().codeDigest()));
        } else {
            location.put("RepositoryType", "ECR")
                    .put("ImageUri", found.version().imageUri())
                    .put(
                            "ResolvedImageUri",
                            found.version().imageUri() + "@sha256:"
                                    + found.version().codeDigest());
        }
        var shape = new JsonObject()
                .put("Configuration", Shapes.configuration(found, request.region(), false))
                .put("Code", location);
        Map<String, String> tags = notes.tags(request.tenant(), ref.name());
        if (!tags.isEmpty()) {
            var all = new JsonObject();
            tags.forEach(all::put);
            shape.put("Tags", all);
        }
        OptionalInt reserved = reservations.find(request.tenant(), ref.name());
        if (reserved.isPresent()) {
            shape.put("Concurrency", new JsonObject().put("ReservedConcurrentExecutions", reserved.getAsInt()));
        }
        return ApiReply.ok(shape);
    }

    private ApiReply configuration(ApiRequest request) {
        return ApiReply.ok(Shapes.configuration(found(request, request.function()), request.region(), false));
    }

    private ApiReply updateConfiguration(ApiRequest request) {
        FunctionRef ref = unqualified(request);
        DeployedFunction before = existing(request.tenant(), ref.name());
        @Nullable UUID expected = request.revision().orElse(null);
        catalog.updateConfiguration(request.tenant(), ref.name(), settings.over(before.settings(), request), expected);
        return ApiReply.ok(Shapes.configuration(found(request.tenant(), ref.name(), null), request.region(), false));
    }

    private ApiReply updateCode(ApiRequest request) {
        FunctionRef ref = unqualified(request);
        DeployedFunction before = existing(request.tenant(), ref.name());
        @Nullable UUID expected = request.revision().orElse(null);
        boolean image = before.latest().imageUri() != null;
        boolean dry = request.flag("DryRun");
        boolean publish = request.flag("Publish");
        FunctionSettings now = before.settings();
        var options = SettingsReader.architecture(request)
                .map(architecture -> settings.over(now, request))
                .orElse(null);
        try (var held = new Held(code.read(request.body(), image))) {
            if (dry) {
                if (expected != null && !expected.equals(before.latest().revision())) {
                    throw ApiError.precondition("The Revision Id provided does not match the latest Revision Id.");
                }
                return ApiReply.ok(
                        Shapes.configuration(found(request.tenant(), ref.name(), null), request.region(), false));
            }
            builds.updateCode(request.tenant(), ref.name(), held.code(), options, expected);
        }
        DeployedVersion updated = publish
                ? versions.publish(request.tenant(), ref.name(), null, null, null)
                : found(request.tenant(), ref.name(), null);
        return ApiReply.ok(Shapes.configuration(updated, request.region(), publish));
    }

    private ApiReply delete(ApiRequest request) {
        FunctionRef ref = request.function();
        String qualifier = ref.qualifier();
        if (qualifier == null) {
            catalog.delete(request.tenant(), ref.name());
        } else if (qualifier.matches("[1-9][0-9]{0,8}")) {
            versions.delete(request.tenant(), ref.name(), Integer.parseInt(qualifier));
        } else {
            throw ApiError.invalid(
                    qualifier.equals(FunctionVersion.LATEST)
                            ? "$LATEST version cannot be deleted without deleting the function."
                            : "Deletion of a function by alias is not supported: delete the alias, or a version by its number.");
        }
        return ApiReply.nothing();
    }

    private ApiReply list(ApiRequest request) {
        String which = request.query("FunctionVersion").orElse("");
        if (!which.isEmpty() && !which.equals("ALL")) {
            throw ApiRequest.violation("FunctionVersion", "it must be ALL");
        }
        String region = request.query("MasterRegion").orElse("ALL");
        if (!region.matches("ALL|[a-z]{2}(-gov|-iso[a-z]?)?-[a-z]+-[0-9]")) {
            throw ApiRequest.violation("MasterRegion", "it must be ALL or a region");
        }
        List<FunctionName> names = catalog.list(request.tenant()).stream()
                .map(DeployedFunction::name)
                .filter(name -> request.caller().grants().covers(name.value()))
                .toList();
        List<DeployedVersion> all = names.stream()
                .flatMap(name -> which.isEmpty()
                        ? versions.find(request.tenant(), name, null).stream()
                        : allVersions(request.tenant(), name))
                .toList();
        return ApiReply.ok(Page.of(
                request,
                "Functions",
                all,
                Page.Size.LONG,
                found -> found.version().name() + ":" + VersionOperations.order(found),
                found -> Shapes.configuration(found, request.region(), !which.isEmpty())));
    }

    private Stream<DeployedVersion> allVersions(TenantId tenant, FunctionName name) {
        try {
            return versions.list(tenant, name).stream();
        } catch (MillirunException deletedSince) {
            return Stream.empty();
        }
    }

    private FunctionRef unqualified(ApiRequest request) {
        FunctionRef ref = FunctionRef.of(request.path("FunctionName"), request.tenant());
        if (ref.qualifier() != null && !ref.qualifier().equals(FunctionVersion.LATEST)) {
            throw ApiError.invalid(
                    "This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.");
        }
        return ref;
    }

    private DeployedFunction existing(TenantId tenant, FunctionName name) {
        return catalog.find(tenant, name).orElseThrow(() -> ApiError.notFound("Function not found: " + name));
    }

    private DeployedVersion found(ApiRequest request, FunctionRef ref) {
        return versions.find(request.tenant(), ref.name(), ref.qualifier())
                .orElseThrow(() -> ApiError.notFound("Function not found: "
                        + FunctionArn.of(request.region(), request.tenant(), ref.name())
                        + (ref.qualifier() == null ? "" : ":" + ref.qualifier())));
    }

    private DeployedVersion found(TenantId tenant, FunctionName name, @Nullable String qualifier) {
        return versions.find(tenant, name, qualifier)
                .orElseThrow(() -> ApiError.notFound("Function not found: " + name));
    }

    /** Code that is held while it is deployed; a zip's temporary file goes then. */
    private record Held(FunctionCode code) implements AutoCloseable {

        @Override
        public void close() {
            if (code instanceof FunctionCode.Zip(var content)) {
                content.close();
            }
        }
    }
}
