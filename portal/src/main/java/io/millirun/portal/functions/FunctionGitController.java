package io.millirun.portal.functions;

import io.millirun.kernel.Fault;
import io.millirun.kernel.MillirunException;
import io.millirun.portal.audit.Actor;
import io.millirun.portal.git.GitCheckout;
import io.millirun.portal.git.GitRepositories;
import io.millirun.portal.organization.Member;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.runtimemanager.builds.Builds;
import io.millirun.runtimemanager.functions.DeployedFunction;
import io.millirun.runtimemanager.functions.HandlerFile;
import io.millirun.runtimemanager.runtimes.RuntimeCatalogue;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Code of a function that comes from a Git repository: fetched and deployed when a developer says so. */
@Controller
@Needs(Permission.DEPLOY)
class FunctionGitController {

    private final FunctionPages pages;
    private final GitRepositories repositories;
    private final GitDeployments deployments;
    private final RuntimeCatalogue runtimes;
    private final Builds builds;

    FunctionGitController(
            FunctionPages pages,
            GitRepositories repositories,
            GitDeployments deployments,
            RuntimeCatalogue runtimes,
            Builds builds) {
        this.pages = pages;
        this.repositories = repositories;
        this.deployments = deployments;
        this.runtimes = runtimes;
        this.builds = builds;
    }

    @PostMapping("/functions/{name}/git")
    String deploy(
            Member member,
            @PathVariable String name,
            @ModelAttribute("git") GitForm git,
            HttpServletRequest request,
            RedirectAttributes next) {
        DeployedFunction function = pages.require(member, name);
        Optional<String> problem = deploy(member, function, git, request.getRemoteAddr());
        problem.ifPresentOrElse(
                why -> next.addFlashAttribute("gitError", why)
                        .addFlashAttribute("git", new GitForm(git.url(), git.ref(), git.folder(), "")),
                () -> next.addFlashAttribute("deployed", true));
        return problem.isPresent() ? "redirect:/functions/{name}/code#git-title" : "redirect:/functions/{name}/code";
    }

    private Optional<String> deploy(Member member, DeployedFunction function, GitForm git, String address) {
        try (GitCheckout checkout = repositories.checkOut(git.source(), git.token())) {
            Optional<String> problem = runtimes.find(function.latest().runtime())
                    // What a build makes is not known before.
                    .filter(runtime -> !builds.mustBeBuilt(runtime.name(), checkout.code()))
                    .flatMap(runtime -> HandlerFile.check(
                            runtime,
                            function.latest().handler(),
                            checkout.code().paths()))
                    .map(wrong -> wrong.message());
            if (problem.isEmpty()) {
                deployments.deploy(member.organization(), Actor.of(member, address), function.name(), checkout);
            }
            return problem;
        } catch (MillirunException refused) {
            if (refused.fault() != Fault.CALLER) {
                throw refused;
            }
            return Optional.of(refused.message());
        }
    }
}
