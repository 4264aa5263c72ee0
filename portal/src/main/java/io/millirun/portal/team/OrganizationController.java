package io.millirun.portal.team;

import io.millirun.kernel.TenantId;
import io.millirun.portal.account.Person;
import io.millirun.portal.audit.Actor;
import io.millirun.portal.organization.Member;
import io.millirun.portal.organization.Slug;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.portal.security.MemberFilter;
import io.millirun.portal.throttle.Throttle;
import io.millirun.portal.throttle.Throttle.Limit;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Making organizations, choosing between them, and the settings of the chosen one. */
@Controller
class OrganizationController {

    private static final String NEW = "organization-new";
    private static final String SETTINGS = "organization";
    private static final Limit NEW_ONES = new Limit(10, Duration.ofDays(1));

    private final OrganizationKeeper keeper;
    private final Throttle throttle;

    OrganizationController(OrganizationKeeper keeper, Throttle throttle) {
        this.keeper = keeper;
        this.throttle = throttle;
    }

    @GetMapping("/organizations/new")
    @Needs(Permission.LOG_IN)
    String form() {
        return NEW;
    }

    @PostMapping("/organizations")
    @Needs(Permission.LOG_IN)
    String create(
            Person person,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String slug,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        String subject = "organization " + person.id();
        String kept = name.strip();
        String problem = kept.isEmpty() || kept.length() > 100 ? "organization.name.wrong" : null;
        String slugProblem = Slug.isValid(slug) ? null : "sign-up.organization.form";
        if (throttle.isExhausted(subject, NEW_ONES)) {
            problem = "organization.too-many";
        }
        if (problem == null && slugProblem == null) {
            Optional<TenantId> made = keeper.create(person, kept, new Slug(slug), request.getRemoteAddr());
            if (made.isPresent()) {
                throttle.count(subject, NEW_ONES);
                request.getSession()
                        .setAttribute(MemberFilter.CHOICE, made.get().toString());
                return "redirect:/";
            }
            slugProblem = "sign-up.organization.taken";
        }
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        model.addAttribute("name", name);
        model.addAttribute("slug", slug);
        model.addAttribute("nameProblem", problem);
        model.addAttribute("slugProblem", slugProblem);
        return NEW;
    }

    @PostMapping("/organizations/switch")
    @Needs(Permission.LOG_IN)
    String choose(
            @RequestParam(defaultValue = "") String organization,
            @RequestAttribute(MemberFilter.MEMBERSHIPS) List<Member> memberships,
            HttpServletRequest request) {
        memberships.stream()
                .filter(membership -> membership.organization().toString().equals(organization))
                .findFirst()
                .ifPresentOrElse(
                        _ -> {
                            request.getSession().removeAttribute(MemberFilter.ACTING);
                            request.getSession().setAttribute(MemberFilter.CHOICE, organization);
                        },
                        () -> {
                            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
                        });
        return "redirect:/";
    }

    @GetMapping("/organization")
    @Needs(Permission.MANAGE_ORGANIZATION)
    String settings() {
        return SETTINGS;
    }

    @PostMapping("/organization")
    @Needs(Permission.MANAGE_ORGANIZATION)
    String rename(
            Member member,
            @RequestParam(defaultValue = "") String name,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response,
            RedirectAttributes next) {
        String kept = name.strip();
        if (kept.isEmpty() || kept.length() > 100) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            model.addAttribute("name", name);
            model.addAttribute("nameProblem", "organization.name.wrong");
            return SETTINGS;
        }
        keeper.rename(member, kept, Actor.of(member, request.getRemoteAddr()));
        next.addFlashAttribute("saved", true);
        return "redirect:/organization";
    }

    @PostMapping("/organization/close")
    @Needs(Permission.OWN_ORGANIZATION)
    String close(
            Member member,
            @RequestParam(defaultValue = "") String confirmation,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (!confirmation.strip().equals(member.organizationSlug())) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            model.addAttribute("unconfirmed", true);
            return SETTINGS;
        }
        keeper.close(member, Actor.of(member, request.getRemoteAddr()));
        return "redirect:/";
    }
}
