package io.millirun.portal.prices;

import io.millirun.billing.prices.DatedRateCard;
import io.millirun.billing.prices.Plan;
import io.millirun.billing.rating.Meter;
import io.millirun.billing.rating.MeterPrice;
import io.millirun.billing.rating.RateCard;
import io.millirun.portal.accesskey.AccessKeys;
import io.millirun.portal.audit.Actor;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.portal.prices.PriceDesk.PricedPlan;
import io.millirun.runtimemanager.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Plans and their rate cards for programs that run the platform. */
@RestController
@Needs(Permission.OPERATE)
@RequestMapping("/api/v1/operator/plans")
@Tag(name = "Operator: plans", description = "Plans and their rate cards; needs a key that an operator made for it")
class OperatorPlansApi {

    private final PriceDesk desk;
    private final AccessKeys keys;
    private final MessageSource texts;

    OperatorPlansApi(PriceDesk desk, AccessKeys keys, MessageSource texts) {
        this.desk = desk;
        this.keys = keys;
        this.texts = texts;
    }

    /**
     * A step of a price.
     *
     * @param from charged requests, or GB-seconds, of the month at which it begins; the first begins at 0
     * @param rate price of a million requests, or of a GB-second
     */
    record Step(@NotNull BigDecimal from, @NotNull BigDecimal rate) {}

    /**
     * Prices.
     *
     * @param freeInitMs milliseconds of each init that are not charged, 0 to 10000
     * @param requestsFree requests of each month that cost nothing
     * @param computeFree GB-seconds of each month that cost nothing
     * @param minimum least that a month costs, in the currency's major unit; none if not given
     */
    record Prices(
            long freeInitMs,
            @NotNull BigDecimal requestsFree,
            @NotEmpty List<@Valid Step> requests,
            @NotNull BigDecimal computeFree,
            @NotEmpty List<@Valid Step> compute,
            @Nullable BigDecimal minimum) {}

    /** A new plan with the prices that it begins with. */
    record NewPlan(
            @NotBlank String name,
            @NotBlank @Size(max = 80) String title,
            @Nullable @Size(max = 500) String description,
            @NotBlank String currency,
            @NotNull @Valid Prices prices) {}

    /**
     * New prices of a plan.
     *
     * @param effectiveFrom a whole UTC hour in the future
     */
    record Announcement(
            @NotNull Instant effectiveFrom, @NotNull @Valid Prices prices) {}

    /** A rate card. */
    record Card(int version, Instant effectiveFrom, Prices prices) {

        static Card of(DatedRateCard dated) {
            RateCard card = dated.card();
            return new Card(
                    card.version(),
                    dated.effectiveFrom(),
                    new Prices(
                            card.freeInitMs(),
                            Meter.REQUESTS.shown(card.requests().freePerMonth()),
                            steps(Meter.REQUESTS, card.requests()),
                            Meter.COMPUTE.shown(card.compute().freePerMonth()),
                            steps(Meter.COMPUTE, card.compute()),
                            card.minimumMinor() == 0
                                    ? null
                                    : BigDecimal.valueOf(
                                            card.minimumMinor(), card.currency().getDefaultFractionDigits())));
        }

        private static List<Step> steps(Meter meter, MeterPrice price) {
            return price.tiers().stream()
                    .map(tier -> new Step(meter.shown(tier.from()), tier.rate()))
                    .toList();
        }
    }

    /** A plan with all its rate cards, the latest first. */
    record PlanDocument(
            String name, String title, String description, String currency, long organizations, List<Card> cards) {

        static PlanDocument of(PricedPlan priced) {
            return new PlanDocument(
                    priced.plan().name(),
                    priced.plan().title(),
                    priced.plan().description(),
                    priced.plan().currency().getCurrencyCode(),
                    priced.organizations(),
                    Stream.of(priced.coming().reversed(), List.of(priced.now()), priced.past())
                            .flatMap(List::stream)
                            .map(Card::of)
                            .toList());
        }
    }

    @GetMapping
    @Operation(summary = "All plans with their rate cards")
    List<PlanDocument> plans(Caller caller) {
        return desk.all().stream().map(PlanDocument::of).toList();
    }

    @GetMapping("/{plan}")
    @Operation(summary = "One plan with its rate cards")
    PlanDocument plan(Caller caller, @PathVariable String plan) {
        return PlanDocument.of(require(plan));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Makes a plan")
    PlanDocument create(Caller caller, @Valid @RequestBody NewPlan wanted, HttpServletRequest request) {
        List<String> problems = new ArrayList<>();
        Optional<Currency> currency = PriceReading.currency(wanted.currency(), (_, code) -> problems.add(code));
        if (!Plan.isValidName(wanted.name()) || wanted.name().equals("new")) {
            problems.add("prices.problem.name");
        }
        PriceForm form = form(wanted.prices());
        Optional<RateCard> card = currency.flatMap(
                chosen -> PriceReading.card(form, wanted.name(), 1, chosen, (_, code) -> problems.add(code)));
        refuse(problems);
        String description = wanted.description() == null ? "" : wanted.description();
        desk.add(
                new Plan(wanted.name(), wanted.title(), description, currency.orElseThrow()),
                card.orElseThrow(),
                keys.operator(caller, request.getRemoteAddr()));
        return PlanDocument.of(require(wanted.name()));
    }

    @PostMapping("/{plan}/rate-cards")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Announces new prices from a future whole UTC hour on")
    PlanDocument announce(
            Caller caller,
            @PathVariable String plan,
            @Valid @RequestBody Announcement wanted,
            HttpServletRequest request) {
        PricedPlan found = require(plan);
        List<String> problems = new ArrayList<>();
        Optional<RateCard> card = PriceReading.card(
                form(wanted.prices()),
                plan,
                found.nextVersion(),
                found.plan().currency(),
                (_, code) -> problems.add(code));
        Optional<Instant> hour = PriceReading.hour(wanted.effectiveFrom().toString(), (_, code) -> problems.add(code));
        refuse(problems);
        Actor by = keys.operator(caller, request.getRemoteAddr());
        desk.announce(new DatedRateCard(card.orElseThrow(), hour.orElseThrow()), by);
        return PlanDocument.of(require(plan));
    }

    /** The same way as the console's editor, so that the same is refused. */
    private static PriceForm form(Prices prices) {
        return new PriceForm(
                null,
                null,
                null,
                null,
                null,
                Long.toString(prices.freeInitMs()),
                prices.requestsFree().toPlainString(),
                rows(prices.requests()),
                prices.computeFree().toPlainString(),
                rows(prices.compute()),
                prices.minimum() == null ? "" : prices.minimum().toPlainString(),
                null,
                null,
                null);
    }

    private static List<@Nullable TierRow> rows(List<Step> steps) {
        List<@Nullable TierRow> rows = new ArrayList<>();
        steps.forEach(step ->
                rows.add(new TierRow(step.from().toPlainString(), step.rate().toPlainString())));
        return rows;
    }

    private void refuse(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST, texts.getMessage(problems.getFirst(), null, Locale.ENGLISH));
        }
    }

    private PricedPlan require(String name) {
        return desk.find(name).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
