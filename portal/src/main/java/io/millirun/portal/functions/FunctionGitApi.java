package io.millirun.portal.functions;

import io.millirun.portal.audit.Actor;
import io.millirun.portal.git.GitCheckout;
import io.millirun.portal.git.GitRepositories;
import io.millirun.portal.git.GitSources;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.runtimemanager.Caller;
import io.millirun.runtimemanager.functions.DeployedFunction;
import io.millirun.runtimemanager.functions.FunctionCatalog;
import io.millirun.runtimemanager.functions.FunctionName;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Functions' code from Git repositories, for programs. */
@RestController
@Tag(name = "Functions")
@Needs(Permission.READ_FUNCTIONS)
@RequestMapping("/api/v1/functions/{name}/git")
class FunctionGitApi {

    private final FunctionCatalog catalog;
    private final GitRepositories repositories;
    private final GitSources sources;
    private final GitDeployments deployments;

    FunctionGitApi(
            FunctionCatalog catalog, GitRepositories repositories, GitSources sources, GitDeployments deployments) {
        this.catalog = catalog;
        this.repositories = repositories;
        this.sources = sources;
        this.deployments = deployments;
    }

    /**
     * Where a function's code came from last.
     *
     * @param ref branch, tag or commit; empty for the default branch
     * @param commit that was fetched
     */
    record Origin(String url, String ref, String folder, String commit, Instant fetchedAt) {}

    /** @param token for a private repository; used once and not kept */
    record Pull(@Nullable String token) {

        @Override
        public String toString() {
            return "Pull[]";
        }
    }

    @GetMapping
    @Operation(summary = "The repository and commit that a function's code came from")
    Origin origin(Caller caller, @PathVariable String name) {
        GitSources.Origin origin = known(caller, require(caller, name));
        return new Origin(
                origin.source().url(),
                origin.source().ref(),
                origin.source().folder(),
                origin.commit(),
                origin.fetchedAt());
    }

    @PutMapping
    @Needs(Permission.DEPLOY)
    @Operation(summary = "Fetches code from a repository and deploys it")
    FunctionDocument deploy(
            Caller caller, @PathVariable String name, @RequestBody GitForm wanted, HttpServletRequest request) {
        return deploy(caller, require(caller, name), wanted, request);
    }

    @PostMapping("/pull")
    @Needs(Permission.DEPLOY)
    @Operation(summary = "Fetches code again from where it came from, and deploys it")
    FunctionDocument pull(
            Caller caller,
            @PathVariable String name,
            @RequestBody(required = false) @Nullable Pull pull,
            HttpServletRequest request) {
        DeployedFunction function = require(caller, name);
        GitForm again = GitForm.of(known(caller, function).source());
        return deploy(
                caller,
                function,
                new GitForm(again.url(), again.ref(), again.folder(), pull == null ? "" : pull.token()),
                request);
    }

    private FunctionDocument deploy(Caller caller, DeployedFunction function, GitForm git, HttpServletRequest request) {
        try (GitCheckout checkout = repositories.checkOut(git.source(), git.token())) {
            return FunctionDocument.of(
                    deployments.deploy(
                            caller.tenant(), Actor.of(caller, request.getRemoteAddr()), function.name(), checkout),
                    true);
        }
    }

    private GitSources.Origin known(Caller caller, DeployedFunction function) {
        return sources.find(caller.tenant(), function.latest().function())
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.NOT_FOUND, "The function's code did not come from a repository."));
    }

    private DeployedFunction require(Caller caller, String name) {
        if (!FunctionName.isValid(name)) {
            throw FunctionsApi.notFound();
        }
        return catalog.find(caller.tenant(), new FunctionName(name)).orElseThrow(FunctionsApi::notFound);
    }
}
