package io.millirun.portal.events;

import io.millirun.kernel.FunctionId;
import io.millirun.portal.functions.FunctionPages;
import io.millirun.portal.organization.Member;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.runtimemanager.events.EventPolicies;
import io.millirun.runtimemanager.events.EventPolicy;
import io.millirun.runtimemanager.events.InvalidEventException;
import io.millirun.runtimemanager.functions.DeployedFunction;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.schedules.Schedules;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What calls a function besides people: its schedules, and what becomes of its events. */
@Controller
@Needs(Permission.READ_FUNCTIONS)
@RequestMapping("/functions/{name}/triggers")
class TriggersController {

    private final FunctionPages pages;
    private final EventPolicies policies;
    private final Schedules schedules;

    TriggersController(FunctionPages pages, EventPolicies policies, Schedules schedules) {
        this.pages = pages;
        this.policies = policies;
        this.schedules = schedules;
    }

    @GetMapping
    String show(Member member, @PathVariable String name, Model model, Locale locale) {
        DeployedFunction function = pages.require(member, name);
        model.addAttribute(
                "policy",
                PolicyForm.of(stored(member, function)
                        .map(EventPolicies.Stored::policy)
                        .orElse(EventPolicy.DEFAULT)));
        return page(model, member, function, locale);
    }

    private Optional<EventPolicies.Stored> stored(Member member, DeployedFunction function) {
        return policies.find(member.organization(), id(function), FunctionVersion.LATEST);
    }

    private static FunctionId id(DeployedFunction function) {
        return function.latest().function();
    }

    @Needs(Permission.DEPLOY)
    @PostMapping("/policy")
    String save(
            Member member,
            @PathVariable String name,
            @ModelAttribute("policy") PolicyForm form,
            BindingResult errors,
            Model model,
            Locale locale,
            HttpServletResponse response,
            RedirectAttributes next) {
        DeployedFunction function = pages.require(member, name);
        Optional<EventPolicy> policy = form.read(errors);
        if (policy.isPresent()) {
            try {
                policies.put(member.organization(), id(function), FunctionVersion.LATEST, policy.get())
                        .ifPresent(secret -> next.addFlashAttribute("secret", secret));
                next.addFlashAttribute("saved", true);
                return "redirect:/functions/{name}/triggers";
            } catch (InvalidEventException refused) {
                String field = form.onFailure().startsWith("http:") ? "onFailure" : "onSuccess";
                errors.rejectValue(field, "invalid", refused.message());
            }
        }
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        return page(model, member, function, locale);
    }

    @Needs(Permission.DEPLOY)
    @PostMapping("/secret")
    String renewSecret(Member member, @PathVariable String name, RedirectAttributes next) {
        DeployedFunction function = pages.require(member, name);
        policies.renewSecret(member.organization(), id(function), FunctionVersion.LATEST)
                .ifPresent(secret -> next.addFlashAttribute("secret", secret));
        return "redirect:/functions/{name}/triggers";
    }

    private String page(Model model, Member member, DeployedFunction function, Locale locale) {
        pages.head(model, member, function, locale);
        model.addAttribute("schedules", schedules.list(member.organization(), id(function)));
        model.addAttribute(
                "hasSecret",
                stored(member, function).map(EventPolicies.Stored::hasSecret).orElse(false));
        model.addAttribute("changes", member.may(Permission.DEPLOY));
        return "function-triggers";
    }
}
