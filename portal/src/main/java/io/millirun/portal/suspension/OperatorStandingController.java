package io.millirun.portal.suspension;

import io.millirun.billing.suspension.OrganizationStanding;
import io.millirun.billing.suspension.PaymentStandings;
import io.millirun.billing.suspension.StandingChange;
import io.millirun.billing.suspension.StandingEvent;
import io.millirun.kernel.CurrentTenant;
import io.millirun.kernel.TenantId;
import io.millirun.portal.account.Person;
import io.millirun.portal.audit.Actor;
import io.millirun.portal.audit.AuditLog;
import io.millirun.portal.figure.Figure;
import io.millirun.portal.organization.Members;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The operator's page about overdue organizations: where each stands on the ladder, and what overrides it. */
@Controller
@Needs(Permission.OPERATE)
@RequestMapping("/operator/billing")
class OperatorStandingController {

    private static final int MOST_DAYS = 365;

    private final PaymentStandings standings;
    private final Members organizations;
    private final AuditLog audit;
    private final Clock clock;

    OperatorStandingController(PaymentStandings standings, Members organizations, AuditLog audit, Clock clock) {
        this.standings = standings;
        this.organizations = organizations;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * An organization in the list.
     *
     * @param state as {@code read-only}
     * @param amount what is due; null if nothing is
     */
    record Row(
            TenantId id,
            String name,
            String state,
            @Nullable Figure amount,
            @Nullable LocalDate since,
            List<StandingChange> history) {}

    @GetMapping
    String list(Model model) {
        model.addAttribute(
                "rows",
                standings.concerned().stream()
                        .map(this::row)
                        .sorted(Comparator.comparing(Row::name))
                        .toList());
        return "operator-billing";
    }

    private Row row(OrganizationStanding one) {
        return new Row(
                one.tenant(),
                organizations.nameOf(one.tenant()).orElse(""),
                one.standing()
                        .getClass()
                        .getSimpleName()
                        .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                        .toLowerCase(Locale.ROOT),
                one.arrears().map(due -> Figure.money(due.amount())).orElse(null),
                one.arrears().map(due -> due.since()).orElse(null),
                standings.history(one.tenant()));
    }

    @PostMapping("/{organization}/exempt")
    String exempt(
            Person person,
            @PathVariable UUID organization,
            @RequestParam(defaultValue = "0") int days,
            HttpServletRequest request,
            RedirectAttributes next) {
        if (days < 1 || days > MOST_DAYS) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        }
        StandingEvent event = new StandingEvent.Exempted(clock.instant().plus(Duration.ofDays(days)));
        return decide(organization, event, "billing.exempt", days + " days", person, request, next);
    }

    @PostMapping("/{organization}/release")
    String release(
            Person person, @PathVariable UUID organization, HttpServletRequest request, RedirectAttributes next) {
        return decide(organization, new StandingEvent.Released(), "billing.release", "", person, request, next);
    }

    private String decide(
            UUID id,
            StandingEvent event,
            String action,
            String subject,
            Person person,
            HttpServletRequest request,
            RedirectAttributes next) {
        TenantId organization = new TenantId(id);
        String name =
                organizations.nameOf(organization).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        standings.decide(organization, event, person.email());
        CurrentTenant.run(
                organization,
                () -> audit.record(organization, Actor.operator(person, request.getRemoteAddr()), action, subject));
        next.addFlashAttribute("decided", name);
        return "redirect:/operator/billing";
    }
}
