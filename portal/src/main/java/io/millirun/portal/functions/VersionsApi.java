package io.millirun.portal.functions;

import io.millirun.portal.audit.Actor;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.runtimemanager.Caller;
import io.millirun.runtimemanager.functions.Alias;
import io.millirun.runtimemanager.functions.AliasTarget;
import io.millirun.runtimemanager.functions.Aliases;
import io.millirun.runtimemanager.functions.FunctionCatalog;
import io.millirun.runtimemanager.functions.FunctionName;
import io.millirun.runtimemanager.functions.PublishedVersions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Versions and aliases of functions for programs. */
@RestController
@Needs(Permission.READ_FUNCTIONS)
@RequestMapping("/api/v1/functions/{name}")
@Tag(name = "Versions", description = "Immutable versions of functions, and the aliases that point to them")
class VersionsApi {

    private final FunctionCatalog catalog;
    private final PublishedVersions versions;
    private final Aliases aliases;
    private final FunctionActs acts;

    VersionsApi(FunctionCatalog catalog, PublishedVersions versions, Aliases aliases, FunctionActs acts) {
        this.catalog = catalog;
        this.versions = versions;
        this.aliases = aliases;
        this.acts = acts;
    }

    /** What a version is published with. */
    record Publication(@Nullable @Size(max = 256) String description) {}

    /**
     * What an alias points to.
     *
     * @param version a version's number, or {@code $LATEST}
     * @param additionalVersion a second version that gets some of the calls
     * @param additionalWeight its share of them, 0 to 1
     */
    record Pointing(
            @NotBlank String version,
            @Nullable String additionalVersion,
            @Nullable @DecimalMin("0") @DecimalMax("1") BigDecimal additionalWeight,
            @Nullable @Size(max = 256) String description) {}

    /** An alias. */
    record AliasDocument(
            String name,
            String description,
            String version,
            @Nullable String additionalVersion,
            @Nullable BigDecimal additionalWeight,
            Instant modifiedAt) {

        static AliasDocument of(Alias alias) {
            AliasTarget target = alias.target();
            return new AliasDocument(
                    alias.name(),
                    alias.description(),
                    target.version(),
                    target.additionalVersion(),
                    target.additionalVersion() == null ? null : target.additionalWeight(),
                    alias.modifiedAt());
        }
    }

    @GetMapping("/versions")
    @Operation(summary = "The published versions of a function")
    List<FunctionDocument> versions(Caller caller, @PathVariable String name) {
        boolean secrets = Permission.DEPLOY.isIn(caller.grants());
        return versions.list(caller.tenant(), require(caller, name)).stream()
                .map(version -> FunctionDocument.of(version, secrets))
                .toList();
    }

    @PostMapping("/versions")
    @Needs(Permission.DEPLOY)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Publishes what $LATEST is now; the last version if nothing changed since")
    FunctionDocument publish(
            Caller caller,
            @PathVariable String name,
            @Valid @RequestBody Publication publication,
            HttpServletRequest request) {
        return FunctionDocument.of(
                acts.publish(caller.tenant(), by(caller, request), require(caller, name), publication.description()),
                true);
    }

    @DeleteMapping("/versions/{number}")
    @Needs(Permission.DEPLOY)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Deletes a version that no alias points to")
    void delete(Caller caller, @PathVariable String name, @PathVariable String number, HttpServletRequest request) {
        FunctionName function = require(caller, name);
        if (!number.matches("[1-9]\\d{0,8}")) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        acts.deleteVersion(caller.tenant(), by(caller, request), function, Integer.parseInt(number));
    }

    @GetMapping("/aliases")
    @Operation(summary = "The aliases of a function")
    List<AliasDocument> aliases(Caller caller, @PathVariable String name) {
        return aliases.list(caller.tenant(), require(caller, name)).stream()
                .map(AliasDocument::of)
                .toList();
    }

    @PutMapping("/aliases/{alias}")
    @Needs(Permission.DEPLOY)
    @Operation(summary = "Makes an alias, or points it elsewhere: to one version, or to two that share its calls")
    AliasDocument point(
            Caller caller,
            @PathVariable String name,
            @PathVariable String alias,
            @Valid @RequestBody Pointing pointing,
            HttpServletRequest request) {
        BigDecimal weight = pointing.additionalWeight() == null ? BigDecimal.ZERO : pointing.additionalWeight();
        return AliasDocument.of(acts.point(
                caller.tenant(),
                by(caller, request),
                require(caller, name),
                alias,
                pointing.description(),
                new AliasTarget(pointing.version(), pointing.additionalVersion(), weight)));
    }

    @DeleteMapping("/aliases/{alias}")
    @Needs(Permission.DEPLOY)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Deletes an alias")
    void deleteAlias(Caller caller, @PathVariable String name, @PathVariable String alias, HttpServletRequest request) {
        acts.deleteAlias(caller.tenant(), by(caller, request), require(caller, name), alias);
    }

    private FunctionName require(Caller caller, String name) {
        if (!FunctionName.isValid(name)) {
            throw FunctionsApi.notFound();
        }
        return catalog.find(caller.tenant(), new FunctionName(name))
                .orElseThrow(FunctionsApi::notFound)
                .name();
    }

    private static Actor by(Caller caller, HttpServletRequest request) {
        return Actor.of(caller, request.getRemoteAddr());
    }
}
