package io.millirun.portal.operator;

import io.millirun.billing.ledger.Credit;
import io.millirun.billing.ledger.Credits;
import io.millirun.billing.prices.Plan;
import io.millirun.billing.prices.Plans;
import io.millirun.billing.prices.Subscription;
import io.millirun.billing.rating.Money;
import io.millirun.kernel.MillirunException;
import io.millirun.portal.account.Person;
import io.millirun.portal.organization.OrganizationDirectory.Organization;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.portal.prices.UtcHour;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Moves organizations to other plans and grants them credits. */
@Controller
@Needs(Permission.OPERATE)
@RequestMapping("/operator/organizations/{organization}")
class OrganizationBillingController {

    private static final String BACK = "redirect:/operator/organizations/{organization}";

    private final OperatorActs acts;
    private final Plans plans;
    private final Credits credits;
    private final Clock clock;

    OrganizationBillingController(OperatorActs acts, Plans plans, Credits credits, Clock clock) {
        this.acts = acts;
        this.plans = plans;
        this.credits = credits;
        this.clock = clock;
    }

    @PostMapping("/plan")
    String move(
            Person person,
            @PathVariable UUID organization,
            @RequestParam(defaultValue = "") String plan,
            @RequestParam(defaultValue = "") String effectiveFrom,
            HttpServletRequest request,
            RedirectAttributes next) {
        Organization found = acts.require(organization);
        Optional<Instant> hour = UtcHour.parse(effectiveFrom);
        if (hour.isEmpty()) {
            next.addFlashAttribute("problem", "prices.problem.hour");
            return BACK;
        }
        try {
            plans.subscribe(new Subscription(found.id(), plan, hour.get()), person.email());
        } catch (MillirunException refused) {
            next.addFlashAttribute("refusal", refused.message());
            return BACK;
        }
        acts.record(found, person, request, "organization.plan", plan + " from " + hour.get());
        next.addFlashAttribute("done", "operator.plan.done");
        return BACK;
    }

    @PostMapping("/credits")
    String grant(
            Person person,
            @PathVariable UUID organization,
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "") String amount,
            @RequestParam(defaultValue = "") String reference,
            @RequestParam(defaultValue = "") String expires,
            HttpServletRequest request,
            RedirectAttributes next) {
        Organization found = acts.require(organization);
        Optional<Credit.Kind> chosen = Arrays.stream(Credit.Kind.values())
                .filter(one -> one.name().equals(kind))
                .findFirst();
        Optional<Money> money = money(found, amount);
        Optional<Optional<Instant>> end = end(expires);
        if (chosen.isEmpty() || money.isEmpty() || end.isEmpty() || reference.isBlank() || reference.length() > 200) {
            next.addFlashAttribute("problem", "operator.credits.wrong");
            return BACK;
        }
        try {
            credits.grant(found.id(), chosen.get(), money.get(), end.get().orElse(null), reference.strip());
        } catch (MillirunException refused) {
            next.addFlashAttribute("refusal", refused.message());
            return BACK;
        }
        acts.record(found, person, request, "credit.grant", money.get() + ", " + reference.strip());
        next.addFlashAttribute("done", "operator.credits.done");
        return BACK;
    }

    /** An amount in the currency of the organization's plan. */
    private Optional<Money> money(Organization organization, String text) {
        String typed = text.strip();
        Optional<Plan> plan = plans.find(plans.at(organization.id(), clock.instant()));
        if (plan.isEmpty() || !typed.matches("\\d{1,12}(\\.\\d{1,3})?")) {
            return Optional.empty();
        }
        try {
            long minor = new BigDecimal(typed)
                    .movePointRight(plan.get().currency().getDefaultFractionDigits())
                    .longValueExact();
            return Optional.of(new Money(minor, plan.get().currency()));
        } catch (ArithmeticException tooFine) {
            return Optional.empty();
        }
    }

    /** The end of a day, or none; empty if the text is neither. */
    private static Optional<Optional<Instant>> end(String text) {
        try {
            return text.isBlank()
                    ? Optional.of(Optional.empty())
                    : Optional.of(Optional.of(LocalDate.parse(text.strip())
                            .plusDays(1)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant()));
        } catch (DateTimeParseException noDate) {
            return Optional.empty();
        }
    }
}
