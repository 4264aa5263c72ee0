package io.millirun.portal.functions;

import io.millirun.portal.organization.Member;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.runtimemanager.functions.DeployedFunction;
import io.millirun.runtimemanager.functions.FunctionOptions;
import io.millirun.runtimemanager.functions.FunctionSettings;
import io.millirun.runtimemanager.functions.InvalidFunctionException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Secrets of a function: variables of its environment that are written and never shown. */
@Controller
@Needs(Permission.DEPLOY)
@RequestMapping("/functions/{name}/secrets")
class FunctionSecretsController {

    private static final String BACK = "redirect:/functions/{name}/settings#secrets";

    private final FunctionPages pages;
    private final Deployments deployments;

    FunctionSecretsController(FunctionPages pages, Deployments deployments) {
        this.pages = pages;
        this.deployments = deployments;
    }

    /** Writes a secret, over the one or the variable of that name. */
    @PostMapping
    String write(
            Member member,
            @PathVariable String name,
            @RequestParam(defaultValue = "") String secret,
            @RequestParam(defaultValue = "") String value,
            HttpServletRequest request,
            RedirectAttributes next) {
        DeployedFunction function = pages.require(member, name);
        String variable = secret.strip();
        if (variable.isEmpty() || value.isEmpty() || value.equals(FunctionOptions.HIDDEN)) {
            next.addFlashAttribute("secretProblem", "Type the secret's name and its value.");
            return BACK;
        }
        Map<String, String> environment = new HashMap<>(function.settings().environment());
        Set<String> secrets = new HashSet<>(function.settings().options().secrets());
        environment.put(variable, value);
        secrets.add(variable);
        if (save(member, function, environment, secrets, request, next)) {
            next.addFlashAttribute("secretSaved", variable);
        }
        return BACK;
    }

    /** Removes a secret from the function; published versions keep theirs. */
    @PostMapping("/{secret}/delete")
    String delete(
            Member member,
            @PathVariable String name,
            @PathVariable String secret,
            HttpServletRequest request,
            RedirectAttributes next) {
        DeployedFunction function = pages.require(member, name);
        Map<String, String> environment = new HashMap<>(function.settings().environment());
        Set<String> secrets = new HashSet<>(function.settings().options().secrets());
        if (!secrets.remove(secret)) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        environment.remove(secret);
        if (save(member, function, environment, secrets, request, next)) {
            next.addFlashAttribute("secretDeleted", secret);
        }
        return BACK;
    }

    private boolean save(
            Member member,
            DeployedFunction function,
            Map<String, String> environment,
            Set<String> secrets,
            HttpServletRequest request,
            RedirectAttributes next) {
        FunctionSettings before = function.settings();
        try {
            deployments.updateConfiguration(
                    member,
                    request.getRemoteAddr(),
                    function.name(),
                    before.with(environment).with(before.options().withSecrets(secrets)),
                    function.latest().revision());
            return true;
        } catch (InvalidFunctionException refused) {
            next.addFlashAttribute(
                    "secretProblem", refused.problems().getFirst().message());
            return false;
        }
    }
}
