package io.millirun.portal.functions;

import io.millirun.kernel.Fault;
import io.millirun.kernel.MillirunException;
import io.millirun.kernel.TenantId;
import io.millirun.portal.audit.Actor;
import io.millirun.portal.git.GitCheckout;
import io.millirun.portal.git.GitRepositories;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.runtimemanager.Caller;
import io.millirun.runtimemanager.code.CodePackage;
import io.millirun.runtimemanager.code.CodePackages;
import io.millirun.runtimemanager.code.PackageSources.SourceFile;
import io.millirun.runtimemanager.functions.DeployedFunction;
import io.millirun.runtimemanager.functions.FunctionCatalog;
import io.millirun.runtimemanager.functions.FunctionName;
import io.millirun.runtimemanager.functions.FunctionSettings;
import io.millirun.runtimemanager.functions.UrlAuth;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Functions and their code for programs. Programs that know AWS Lambda's API can use that instead. */
@RestController
@Needs(Permission.READ_FUNCTIONS)
@RequestMapping("/api/v1/functions")
@Tag(name = "Functions", description = "Functions, their configuration and their code")
class FunctionsApi {

    private final FunctionCatalog catalog;
    private final CodePackages packages;
    private final FunctionActs acts;
    private final GitRepositories repositories;
    private final GitDeployments gitDeployments;

    FunctionsApi(
            FunctionCatalog catalog,
            CodePackages packages,
            FunctionActs acts,
            GitRepositories repositories,
            GitDeployments gitDeployments) {
        this.catalog = catalog;
        this.packages = packages;
        this.acts = acts;
        this.repositories = repositories;
        this.gitDeployments = gitDeployments;
    }

    /**
     * What a new function shall be.
     *
     * @param memoryMb 128 to 10240; 128 if not given
     * @param timeoutSeconds 1 to 900; 3 if not given
     * @param urlAuth who may call its URL; access keys if not given
     * @param files its code as texts, by path
     * @param git instead of files: where its code comes from
     */
    record NewFunction(
            @NotBlank String name,
            @NotBlank String runtime,
            @Nullable String handler,
            @Nullable Integer memoryMb,
            @Nullable Integer timeoutSeconds,
            @Nullable Map<String, String> environment,
            @Nullable String description,
            @Nullable UrlAuth urlAuth,
            @Nullable Map<String, String> files,
            @Nullable GitForm git) {

        @Override
        public String toString() {
            return "NewFunction[" + name + "]";
        }
    }

    /** What of a function shall change; what is not given stays. */
    record Change(
            @Nullable String runtime,
            @Nullable String handler,
            @Nullable Integer memoryMb,
            @Nullable Integer timeoutSeconds,
            @Nullable Map<String, String> environment,
            @Nullable String description,
            @Nullable UrlAuth urlAuth) {

        @Override
        public String toString() {
            return "Change[]";
        }
    }

    /** Code as texts, by path. */
    record Files(@NotEmpty Map<String, String> files) {}

    /**
     * The code of a function as an editor shows it.
     *
     * @param files its texts, by path
     * @param others paths of what is not text, or too large
     */
    record Sources(Map<String, String> files, List<String> others) {}

    @GetMapping
    @Operation(summary = "All functions, by name")
    List<FunctionDocument> list(Caller caller) {
        return catalog.list(caller.tenant()).stream()
                .filter(function -> caller.grants().covers(function.name().value()))
                .map(function -> FunctionDocument.of(function, false))
                .toList();
    }

    @PostMapping
    @Needs(Permission.DEPLOY)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Makes a function of source texts or a Git repository; zips and images go through the Lambda API")
    FunctionDocument create(Caller caller, @Valid @RequestBody NewFunction wanted, HttpServletRequest request) {
        FunctionSettings settings = new FunctionSettings(
                wanted.runtime(),
                wanted.handler() == null ? "" : wanted.handler(),
                wanted.memoryMb() == null ? FunctionSettings.DEFAULT_MEMORY_MB : wanted.memoryMb(),
                wanted.timeoutSeconds() == null
                        ? FunctionSettings.DEFAULT_TIMEOUT
                        : Duration.ofSeconds(wanted.timeoutSeconds()),
                wanted.environment() == null ? Map.of() : wanted.environment(),
                wanted.description() == null ? "" : wanted.description(),
                wanted.urlAuth() == null ? UrlAuth.ACCESS_KEY : wanted.urlAuth());
        return FunctionDocument.of(create(caller.tenant(), by(caller, request), wanted, settings), true);
    }

    private DeployedFunction create(TenantId tenant, Actor actor, NewFunction wanted, FunctionSettings settings) {
        Map<String, String> files = wanted.files() == null ? Map.of() : wanted.files();
        GitForm git = wanted.git();
        if (files.isEmpty() == (git == null)) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "Give either files or git.");
        }
        if (git != null) {
            try (GitCheckout checkout = repositories.checkOut(git.source(), git.token())) {
                return gitDeployments.create(tenant, actor, wanted.name(), settings, checkout);
            }
        }
        try (CodePackage code = packages.ofSources(files)) {
            return acts.create(tenant, actor, wanted.name(), settings, code);
        }
    }

    @GetMapping("/{name}")
    @Operation(summary = "One function with its configuration; values of its environment need the scope deploy")
    FunctionDocument find(Caller caller, @PathVariable String name) {
        return FunctionDocument.of(require(caller, name), Permission.DEPLOY.isIn(caller.grants()));
    }

    @PatchMapping("/{name}")
    @Needs(Permission.DEPLOY)
    @Operation(summary = "Changes a function's configuration; calls under way finish with the old one")
    FunctionDocument configure(
            Caller caller, @PathVariable String name, @RequestBody Change change, HttpServletRequest request) {
        DeployedFunction function = require(caller, name);
        FunctionSettings now = function.settings();
        FunctionSettings then = new FunctionSettings(
                change.runtime() == null ? now.runtime() : change.runtime(),
                change.handler() == null ? now.handler() : change.handler(),
                change.memoryMb() == null ? now.memoryMb() : change.memoryMb(),
                change.timeoutSeconds() == null ? now.timeout() : Duration.ofSeconds(change.timeoutSeconds()),
                change.environment() == null ? now.environment() : change.environment(),
                change.description() == null ? now.description() : change.description(),
                change.urlAuth() == null ? now.urlAuth() : change.urlAuth(),
                now.options());
        return FunctionDocument.of(
                acts.configure(
                        caller.tenant(),
                        by(caller, request),
                        function.name(),
                        then,
                        function.latest().revision()),
                true);
    }

    @PutMapping("/{name}/code")
    @Needs(Permission.DEPLOY)
    @Operation(summary = "Deploys new code given as texts")
    FunctionDocument deploy(
            Caller caller, @PathVariable String name, @Valid @RequestBody Files files, HttpServletRequest request) {
        DeployedFunction function = require(caller, name);
        try (CodePackage code = packages.ofSources(files.files())) {
            return FunctionDocument.of(acts.deploy(caller.tenant(), by(caller, request), function.name(), code), true);
        }
    }

    @PutMapping("/{name}/code.zip")
    @Needs(Permission.DEPLOY)
    @Operation(
            summary = "Deploys new code given as a zip of at most 50 MB",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = "application/zip",
                                            schema = @Schema(type = "string", format = "binary"))))
    FunctionDocument deployZip(Caller caller, @PathVariable String name, InputStream body, HttpServletRequest request) {
        DeployedFunction function = require(caller, name);
        try (CodePackage code = packages.ofZip(body)) {
            return FunctionDocument.of(acts.deploy(caller.tenant(), by(caller, request), function.name(), code), true);
        }
    }

    @GetMapping("/{name}/code")
    @Operation(summary = "The texts of a function's code")
    Sources sources(Caller caller, @PathVariable String name) {
        DeployedFunction function = require(caller, name);
        if (function.latest().imageUri() != null) {
            return new Sources(Map.of(), List.of());
        }
        var sources = packages.sources(caller.tenant(), function.latest().codeDigest());
        return new Sources(
                sources.files().stream()
                        .collect(Collectors.toMap(
                                SourceFile::path, SourceFile::text, (first, _) -> first, TreeMap::new)),
                sources.others());
    }

    @GetMapping("/{name}/code.zip")
    @Operation(
            summary = "A function's code as it runs, as a zip",
            responses =
                    @ApiResponse(
                            responseCode = "200",
                            description = "OK",
                            content =
                                    @Content(
                                            mediaType = "application/zip",
                                            schema = @Schema(type = "string", format = "binary"))))
    void download(Caller caller, @PathVariable String name, HttpServletResponse response) throws IOException {
        DeployedFunction function = require(caller, name);
        if (function.latest().imageUri() != null) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND, "The function is a container image.");
        }
        response.setContentType("application/zip");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment().filename(name + ".zip").build().toString());
        packages.download(caller.tenant(), function.latest().codeDigest(), response.getOutputStream());
    }

    @DeleteMapping("/{name}")
    @Needs(Permission.DEPLOY)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Deletes a function with its versions, aliases and schedules; its usage stays")
    void delete(Caller caller, @PathVariable String name, HttpServletRequest request) {
        acts.delete(caller.tenant(), by(caller, request), require(caller, name).name());
    }

    private DeployedFunction require(Caller caller, String name) {
        if (!FunctionName.isValid(name)) {
            throw notFound();
        }
        return catalog.find(caller.tenant(), new FunctionName(name)).orElseThrow(FunctionsApi::notFound);
    }

    /** The answer for functions that are not there, or are another's. */
    static MillirunException notFound() {
        return new MillirunException(Fault.CALLER, "ResourceNotFoundException", "There is no such function.");
    }

    private static Actor by(Caller caller, HttpServletRequest request) {
        return Actor.of(caller, request.getRemoteAddr());
    }
}
