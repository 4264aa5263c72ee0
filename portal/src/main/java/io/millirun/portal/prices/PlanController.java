package io.millirun.portal.prices;

import io.millirun.billing.prices.DatedRateCard;
import io.millirun.billing.prices.Plan;
import io.millirun.billing.rating.RateCard;
import io.millirun.kernel.MillirunException;
import io.millirun.portal.account.Person;
import io.millirun.portal.audit.Actor;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.portal.prices.PriceDesk.PricedPlan;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Plans in the operators' console, and the editor of their rate cards. */
@Controller
@Needs(Permission.OPERATE)
@RequestMapping("/operator/plans")
class PlanController {

    private static final String EDITOR = "operator-prices";
    private static final String FORM = "form";

    /** The fields that refusals of billing belong to, by their code. */
    private static final Map<String, String> FIELDS = Map.of(
            "PlanExists", "name",
            "PriceChangeInThePast", "effectiveFrom",
            "PriceChangeExists", "effectiveFrom",
            "CurrencyChange", "currency");

    private final PriceDesk desk;
    private final Clock clock;

    PlanController(PriceDesk desk, Clock clock) {
        this.desk = desk;
        this.clock = clock;
    }

    @GetMapping
    String list(Model model) {
        model.addAttribute("plans", desk.all());
        return "operator-plans";
    }

    @GetMapping("/{plan}")
    String show(@PathVariable String plan, Model model) {
        model.addAttribute("plan", require(plan));
        return "operator-plan";
    }

    @PostMapping("/{plan}")
    String describe(
            Person person,
            @PathVariable String plan,
            @RequestParam(defaultValue = "") String title,
            @RequestParam(defaultValue = "") String description,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response,
            RedirectAttributes next) {
        PricedPlan found = require(plan);
        if (title.isBlank() || title.length() > 80 || description.length() > 500) {
            model.addAttribute("plan", found);
            model.addAttribute("titleProblem", true);
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return "operator-plan";
        }
        desk.describe(found.plan(), title.strip(), description.strip(), by(person, request));
        next.addFlashAttribute("saved", true);
        return "redirect:/operator/plans/{plan}";
    }

    @GetMapping("/new")
    String fresh(Model model) {
        RateCard standard = desk.all().stream()
                .filter(one -> one.plan().name().equals("standard"))
                .findFirst()
                .orElseThrow()
                .latest();
        PriceForm form = PriceForm.of(standard, "");
        return editor(null, named(form, ""), model);
    }

    @PostMapping
    String create(
            Person person,
            @RequestParam(required = false) @Nullable String preview,
            @ModelAttribute(FORM) PriceForm form,
            BindingResult errors,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response,
            RedirectAttributes next) {
        Optional<Currency> currency = PriceReading.currency(form.currency(), errors::rejectValue);
        if (!Plan.isValidName(form.name()) || form.name().equals("new")) {
            errors.rejectValue("name", "prices.problem.name");
        }
        if (form.title().isEmpty() || form.title().length() > 80) {
            errors.rejectValue("title", "prices.problem.title");
        }
        if (form.description().length() > 500) {
            errors.rejectValue("description", "prices.problem.description");
        }
        Optional<RateCard> card =
                currency.flatMap(chosen -> PriceReading.card(form, form.name(), 1, chosen, errors::rejectValue));
        if (preview != null || errors.hasErrors()) {
            card.ifPresent(made -> preview(null, made, form, errors, model));
            return again(null, form, preview, model, response);
        }
        Plan plan = new Plan(form.name(), form.title(), form.description(), currency.orElseThrow());
        try {
            desk.add(plan, card.orElseThrow(), by(person, request));
        } catch (MillirunException refused) {
            reject(refused, errors);
            return again(null, form, null, model, response);
        }
        next.addFlashAttribute("created", true);
        return "redirect:/operator/plans/" + plan.name();
    }

    @GetMapping("/{plan}/prices")
    String edit(@PathVariable String plan, Model model) {
        PricedPlan found = require(plan);
        Instant month = YearMonth.now(clock.withZone(ZoneOffset.UTC))
                .plusMonths(1)
                .atDay(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
        PriceForm form = PriceForm.of(
                found.latest(), LocalDateTime.ofInstant(month, ZoneOffset.UTC).toString());
        return editor(found, form, model);
    }

    @PostMapping("/{plan}/prices")
    String announce(
            Person person,
            @PathVariable String plan,
            @RequestParam(required = false) @Nullable String preview,
            @ModelAttribute(FORM) PriceForm form,
            BindingResult errors,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response,
            RedirectAttributes next) {
        PricedPlan found = require(plan);
        Optional<Instant> hour = PriceReading.hour(form, errors::rejectValue);
        Optional<RateCard> card = PriceReading.card(
                form, found.plan().name(), found.nextVersion(), found.plan().currency(), errors::rejectValue);
        if (preview != null || errors.hasErrors()) {
            card.ifPresent(made -> preview(found.latest(), made, form, errors, model));
            return again(found, form, preview, model, response);
        }
        try {
            desk.announce(new DatedRateCard(card.orElseThrow(), hour.orElseThrow()), by(person, request));
        } catch (MillirunException refused) {
            reject(refused, errors);
            return again(found, form, null, model, response);
        }
        next.addFlashAttribute("announced", hour.orElseThrow());
        return "redirect:/operator/plans/{plan}";
    }

    private void preview(@Nullable RateCard now, RateCard then, PriceForm form, BindingResult errors, Model model) {
        PriceReading.sample(form, errors::rejectValue)
                .ifPresent(own -> model.addAttribute("preview", desk.preview(now, then, own)));
    }

    /** The editor as it was filled in; a preview is no failure, whatever is still missing. */
    private String again(
            @Nullable PricedPlan plan,
            PriceForm form,
            @Nullable String preview,
            Model model,
            HttpServletResponse response) {
        if (preview == null) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        }
        return editor(plan, form, model);
    }

    private String editor(@Nullable PricedPlan plan, PriceForm form, Model model) {
        model.addAttribute(FORM, form);
        model.addAttribute("plan", plan);
        model.addAttribute("earliest", clock.instant());
        return EDITOR;
    }

    private static PriceForm named(PriceForm form, String name) {
        return new PriceForm(
                name,
                form.title(),
                form.description(),
                form.currency(),
                form.effectiveFrom(),
                form.freeInitMs(),
                form.requestsFree(),
                form.requestTiers(),
                form.computeFree(),
                form.computeTiers(),
                form.minimum(),
                form.sampleRequests(),
                form.sampleMs(),
                form.sampleMb());
    }

    private static void reject(MillirunException refused, BindingResult errors) {
        errors.rejectValue(FIELDS.getOrDefault(refused.code(), "effectiveFrom"), refused.code(), refused.message());
    }

    private PricedPlan require(String name) {
        return desk.find(name).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private static Actor by(Person person, HttpServletRequest request) {
        return Actor.operator(person, request.getRemoteAddr());
    }
}
