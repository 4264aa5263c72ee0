package io.millirun.portal.operator;

import io.millirun.billing.ledger.Credit;
import io.millirun.billing.ledger.Credits;
import io.millirun.billing.prices.Plans;
import io.millirun.billing.prices.Subscription;
import io.millirun.billing.rating.Money;
import io.millirun.kernel.Fault;
import io.millirun.kernel.MillirunException;
import io.millirun.portal.accesskey.AccessKeys;
import io.millirun.portal.audit.Actor;
import io.millirun.portal.operator.OrganizationSheet.Sheet;
import io.millirun.portal.organization.OrganizationDirectory;
import io.millirun.portal.organization.OrganizationDirectory.Organization;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.portal.prices.UtcHour;
import io.millirun.portal.standing.Standings;
import io.millirun.runtimemanager.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Organizations for programs that run the platform. */
@RestController
@Needs(Permission.OPERATE)
@RequestMapping("/api/v1/operator/organizations")
@Tag(name = "Operator: organizations", description = "All organizations; needs a key that an operator made for it")
class OperatorOrganizationsApi {

    private static final int MOST = 100;

    private final OrganizationDirectory directory;
    private final OrganizationSheet sheets;
    private final OperatorActs acts;
    private final Standings standings;
    private final Plans plans;
    private final Credits credits;
    private final AccessKeys keys;
    private final Clock clock;

    OperatorOrganizationsApi(
            OrganizationDirectory directory,
            OrganizationSheet sheets,
            OperatorActs acts,
            Standings standings,
            Plans plans,
            Credits credits,
            AccessKeys keys,
            Clock clock) {
        this.directory = directory;
        this.sheets = sheets;
        this.acts = acts;
        this.standings = standings;
        this.plans = plans;
        this.credits = credits;
        this.keys = keys;
        this.clock = clock;
    }

    /** An organization of a list. */
    record Listed(String id, String name, String slug, String state, Instant createdAt, int members) {

        static Listed of(Organization organization) {
            return new Listed(
                    organization.id().toString(),
                    organization.name(),
                    organization.slug(),
                    organization.state().name(),
                    organization.createdAt(),
                    organization.members());
        }
    }

    /**
     * An organization.
     *
     * @param costThisMonth before tax and credits, in the currency's major unit
     */
    record Detail(
            Listed organization,
            String plan,
            int concurrency,
            int functionLimit,
            long codeBytesLimit,
            long functions,
            long codeBytes,
            long invocationsThisMonth,
            String costThisMonth,
            @Nullable String suspendedFor) {

        static Detail of(Organization organization, Sheet sheet) {
            var suspension = sheet.standing().suspension();
            return new Detail(
                    Listed.of(organization),
                    sheet.plan(),
                    sheet.limits().concurrency(),
                    sheet.limits().functions(),
                    sheet.limits().codeBytes(),
                    sheet.use().functions(),
                    sheet.use().bytes(),
                    sheet.usage().invocations(),
                    sheet.cost().value(),
                    suspension == null ? null : suspension.reason());
        }
    }

    /** Limits; none for the platform's default. */
    record Limits(
            @Nullable @PositiveOrZero @Max(100_000) Integer concurrency,
            @Nullable @PositiveOrZero @Max(100_000) Integer functions,
            @Nullable @PositiveOrZero Long codeBytes) {}

    /** Why an organization is suspended; its owners are told. */
    record Suspension(@NotBlank @Size(max = 200) String reason) {}

    /** Another plan, from a future whole UTC hour on. */
    record PlanChange(@NotBlank String plan, @NotNull Instant effectiveFrom) {}

    /**
     * A credit, in the currency of the organization's plan.
     *
     * @param amount in the major unit
     */
    record Grant(
            @NotNull Credit.Kind kind,
            @NotNull BigDecimal amount,
            @NotBlank @Size(max = 200) String reference,
            @Nullable Instant expiresAt) {}

    @GetMapping
    @Operation(
            summary = "Organizations by name, URL name, id or a member's address, the newest first, at most a hundred")
    List<Listed> list(Caller caller, @RequestParam(defaultValue = "") String q) {
        return directory.search(q, null, MOST).stream().map(Listed::of).toList();
    }

    @GetMapping("/{organization}")
    @Operation(summary = "One organization: plan, limits, what it uses of them, what this month costs")
    Detail find(Caller caller, @PathVariable UUID organization) {
        return detail(organization);
    }

    @PutMapping("/{organization}/limits")
    @Operation(summary = "Sets an organization's limits; they count in every process within a second")
    Detail limit(
            Caller caller,
            @PathVariable UUID organization,
            @Valid @RequestBody Limits limits,
            HttpServletRequest request) {
        Organization found = acts.require(organization);
        standings.limit(found.id(), limits.concurrency(), limits.functions(), limits.codeBytes());
        acts.record(found, by(caller, request), "organization.limit", limits.toString());
        return detail(organization);
    }

    @PostMapping("/{organization}/suspension")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Lets no call of an organization in any more")
    void suspend(
            Caller caller,
            @PathVariable UUID organization,
            @Valid @RequestBody Suspension suspension,
            HttpServletRequest request) {
        acts.suspend(
                acts.require(organization),
                by(caller, request),
                suspension.reason().strip());
    }

    @DeleteMapping("/{organization}/suspension")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Lets an organization's calls in again")
    void resume(Caller caller, @PathVariable UUID organization, HttpServletRequest request) {
        acts.resume(acts.require(organization), by(caller, request));
    }

    @PostMapping("/{organization}/plan")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Moves an organization to another plan from a future whole UTC hour on")
    void move(
            Caller caller,
            @PathVariable UUID organization,
            @Valid @RequestBody PlanChange change,
            HttpServletRequest request) {
        Organization found = acts.require(organization);
        Instant hour = UtcHour.parse(change.effectiveFrom().toString())
                .orElseThrow(() -> wrong("A plan takes effect at a whole UTC hour."));
        Actor actor = by(caller, request);
        plans.subscribe(new Subscription(found.id(), change.plan(), hour), actor.name());
        acts.record(found, actor, "organization.plan", change.plan() + " from " + hour);
    }

    @PostMapping("/{organization}/credits")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Grants a credit; the same reference is granted once")
    void grant(
            Caller caller,
            @PathVariable UUID organization,
            @Valid @RequestBody Grant grant,
            HttpServletRequest request) {
        Organization found = acts.require(organization);
        Money amount = money(found, grant.amount());
        credits.grant(
                found.id(),
                grant.kind(),
                amount,
                grant.expiresAt(),
                grant.reference().strip());
        acts.record(
                found,
                by(caller, request),
                "credit.grant",
                amount + ", " + grant.reference().strip());
    }

    private Money money(Organization organization, BigDecimal amount) {
        var currency = plans.find(plans.at(organization.id(), clock.instant()))
                .orElseThrow()
                .currency();
        try {
            return new Money(
                    amount.movePointRight(currency.getDefaultFractionDigits()).longValueExact(), currency);
        } catch (ArithmeticException tooFine) {
            throw wrong("The amount has more decimals than " + currency + " has.");
        }
    }

    private Detail detail(UUID organization) {
        Organization found = acts.require(organization);
        return Detail.of(found, sheets.of(found.id()));
    }

    private static MillirunException wrong(String why) {
        return new MillirunException(Fault.CALLER, "InvalidParameterValueException", why);
    }

    private Actor by(Caller caller, HttpServletRequest request) {
        return keys.operator(caller, request.getRemoteAddr());
    }
}
