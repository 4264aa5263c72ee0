package io.millirun.portal.operator;

import io.millirun.kernel.CurrentTenant;
import io.millirun.portal.account.Person;
import io.millirun.portal.audit.AuditEntries;
import io.millirun.portal.organization.OrganizationDirectory;
import io.millirun.portal.organization.OrganizationDirectory.Organization;
import io.millirun.portal.organization.OrganizationDirectory.State;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.portal.security.MemberFilter;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Organizations in the operators' console: found, looked at, let in, acted for. */
@Controller
@Needs(Permission.OPERATE)
class OperatorOrganizationsController {

    private static final int MOST = 100;
    private static final int LATEST_ACTS = 20;

    private final OrganizationDirectory directory;
    private final AuditEntries entries;
    private final OperatorActs acts;
    private final OrganizationSheet sheet;

    OperatorOrganizationsController(
            OrganizationDirectory directory, AuditEntries entries, OperatorActs acts, OrganizationSheet sheet) {
        this.directory = directory;
        this.entries = entries;
        this.acts = acts;
        this.sheet = sheet;
    }

    @GetMapping("/operator/organizations")
    String list(@RequestParam(defaultValue = "") String q, @RequestParam(defaultValue = "") String state, Model model) {
        State chosen = Arrays.stream(State.values())
                .filter(one -> one.name().equals(state))
                .findFirst()
                .orElse(null);
        model.addAttribute("organizations", directory.search(q, chosen, MOST));
        model.addAttribute("q", q);
        model.addAttribute("state", chosen == null ? "" : chosen.name());
        model.addAttribute("states", State.values());
        return "operator-organizations";
    }

    @GetMapping("/operator/organizations/{organization}")
    String show(@PathVariable UUID organization, Model model) {
        Organization found = acts.require(organization);
        model.addAttribute("organization", found);
        model.addAttribute("sheet", sheet.of(found.id()));
        model.addAttribute("people", directory.members(found.id()));
        model.addAttribute(
                "acts",
                CurrentTenant.call(
                        found.id(),
                        () -> entries.find(
                                found.id(), new AuditEntries.Filter("", "", null, null), null, LATEST_ACTS)));
        return "operator-organization";
    }

    @PostMapping("/operator/organizations/{organization}/approve")
    String approve(
            Person person, @PathVariable UUID organization, HttpServletRequest request, RedirectAttributes next) {
        Organization found = acts.require(organization);
        if (directory.approve(found.id())) {
            acts.record(found, person, request, "organization.approve", found.name());
            next.addFlashAttribute("approved", true);
        }
        return "redirect:/operator/organizations/{organization}";
    }

    /** From now on the operator's pages show this organization; the first entry in its audit log says since when and why. */
    @PostMapping("/operator/organizations/{organization}/act-as")
    String actAs(
            Person person,
            @PathVariable UUID organization,
            @RequestParam(defaultValue = "") String reason,
            HttpServletRequest request,
            RedirectAttributes next) {
        Organization found = acts.require(organization);
        if (reason.isBlank() || reason.length() > 200 || found.state() == State.CLOSED) {
            next.addFlashAttribute("reasonMissing", true);
            return "redirect:/operator/organizations/{organization}";
        }
        acts.record(found, person, request, "operator.act-as", reason.strip());
        request.getSession().setAttribute(MemberFilter.ACTING, found.id().toString());
        return "redirect:/functions";
    }

    @PostMapping("/operator/act-as/end")
    String actNoMore(Person person, HttpServletRequest request) {
        Object acted = request.getSession().getAttribute(MemberFilter.ACTING);
        request.getSession().removeAttribute(MemberFilter.ACTING);
        if (acted == null) {
            return "redirect:/operator";
        }
        Organization found = acts.require(UUID.fromString(acted.toString()));
        acts.record(found, person, request, "operator.act-no-more", found.name());
        return "redirect:/operator/organizations/" + found.id();
    }
}
