package io.millirun.portal.operator;

import io.millirun.portal.account.Person;
import io.millirun.portal.audit.Actor;
import io.millirun.portal.organization.OrganizationDirectory.Organization;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.portal.standing.Standings;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Suspends organizations, lets them go on, and limits them. */
@Controller
@Needs(Permission.OPERATE)
@RequestMapping("/operator/organizations/{organization}")
class OrganizationStandingController {

    private static final String BACK = "redirect:/operator/organizations/{organization}";
    private static final int MOST = 100_000;
    private static final int MOST_MB = 10_000_000;

    private final OperatorActs acts;
    private final Standings standings;

    OrganizationStandingController(OperatorActs acts, Standings standings) {
        this.acts = acts;
        this.standings = standings;
    }

    @PostMapping("/suspend")
    String suspend(
            Person person,
            @PathVariable UUID organization,
            @RequestParam(defaultValue = "") String reason,
            HttpServletRequest request,
            RedirectAttributes next) {
        Organization found = acts.require(organization);
        String why = reason.strip();
        if (why.isEmpty() || why.length() > 200) {
            next.addFlashAttribute("problem", "operator.suspend.reason.missing");
            return BACK;
        }
        acts.suspend(found, Actor.operator(person, request.getRemoteAddr()), why);
        next.addFlashAttribute("done", "operator.suspend.done");
        return BACK;
    }

    @PostMapping("/resume")
    String resume(Person person, @PathVariable UUID organization, HttpServletRequest request, RedirectAttributes next) {
        acts.resume(acts.require(organization), Actor.operator(person, request.getRemoteAddr()));
        next.addFlashAttribute("done", "operator.resume.done");
        return BACK;
    }

    @PostMapping("/limits")
    String limit(
            Person person,
            @PathVariable UUID organization,
            @RequestParam(defaultValue = "") String concurrency,
            @RequestParam(defaultValue = "") String functions,
            @RequestParam(defaultValue = "") String codeMb,
            HttpServletRequest request,
            RedirectAttributes next) {
        Organization found = acts.require(organization);
        Optional<Limit> calls = Limit.of(concurrency, MOST);
        Optional<Limit> count = Limit.of(functions, MOST);
        Optional<Limit> code = Limit.of(codeMb, MOST_MB);
        if (calls.isEmpty() || count.isEmpty() || code.isEmpty()) {
            next.addFlashAttribute("problem", "operator.limits.wrong");
            return BACK;
        }
        Integer megabytes = code.get().value();
        standings.limit(
                found.id(),
                calls.get().value(),
                count.get().value(),
                megabytes == null ? null : (long) megabytes << 20);
        acts.record(
                found,
                person,
                request,
                "organization.limit",
                "concurrency " + calls.get() + ", functions " + count.get() + ", code MB " + code.get());
        next.addFlashAttribute("done", "operator.limits.done");
        return BACK;
    }

    /** What was typed for a limit: a whole number, or nothing for the default. */
    private record Limit(@Nullable Integer value) {

        static Optional<Limit> of(String text, int most) {
            String typed = text.strip();
            if (typed.isEmpty()) {
                return Optional.of(new Limit(null));
            }
            return typed.matches("\\d{1,8}") && Integer.parseInt(typed) <= most
                    ? Optional.of(new Limit(Integer.valueOf(typed)))
                    : Optional.empty();
        }

        @Override
        public String toString() {
            return value == null ? "default" : value.toString();
        }
    }
}
