package io.millirun.portal.events;

import io.millirun.portal.functions.FunctionPages;
import io.millirun.portal.organization.Member;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.runtimemanager.events.Acceptance;
import io.millirun.runtimemanager.events.EventIntake;
import io.millirun.runtimemanager.functions.DeployedFunction;
import io.millirun.runtimemanager.schedules.InvalidScheduleException;
import io.millirun.runtimemanager.schedules.Schedule;
import io.millirun.runtimemanager.schedules.ScheduleEvent;
import io.millirun.runtimemanager.schedules.ScheduleId;
import io.millirun.runtimemanager.schedules.Schedules;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Makes, changes and tries a function's schedules. */
@Controller
@Needs(Permission.DEPLOY)
@RequestMapping("/functions/{name}/triggers/schedules")
class SchedulesController {

    private static final int PREVIEW = 10;
    private static final String PAGE = "function-schedule";

    private final FunctionPages pages;
    private final Schedules schedules;
    private final EventIntake events;
    private final String region;
    private final Clock clock;

    SchedulesController(
            FunctionPages pages,
            Schedules schedules,
            EventIntake events,
            @Value("${millirun.engine.region:millirun-1}") String region,
            Clock clock) {
        this.pages = pages;
        this.schedules = schedules;
        this.events = events;
        this.region = region;
        this.clock = clock;
    }

    @GetMapping("/new")
    String make(Member member, @PathVariable String name, Model model, Locale locale) {
        DeployedFunction function = pages.require(member, name);
        model.addAttribute("form", ScheduleForm.NEW);
        return page(model, member, function, ScheduleForm.NEW, locale);
    }

    @PostMapping
    String create(
            Member member,
            @PathVariable String name,
            @ModelAttribute("form") ScheduleForm form,
            BindingResult errors,
            Model model,
            Locale locale,
            HttpServletResponse response,
            RedirectAttributes next) {
        DeployedFunction function = pages.require(member, name);
        try {
            schedules.create(member.organization(), function.latest().function(), form.settings());
        } catch (InvalidScheduleException refused) {
            return refused(refused, model, member, function, form, errors, locale, response);
        }
        next.addFlashAttribute("scheduled", form.name());
        return "redirect:/functions/{name}/triggers";
    }

    /** What the form would do, while it is being typed. */
    @GetMapping("/preview")
    String preview(
            Member member,
            @PathVariable String name,
            @ModelAttribute("form") ScheduleForm form,
            BindingResult unread,
            Model model) {
        pages.require(member, name);
        runs(model, form);
        return PAGE + " :: preview";
    }

    @GetMapping("/{id}")
    String show(Member member, @PathVariable String name, @PathVariable String id, Model model, Locale locale) {
        DeployedFunction function = pages.require(member, name);
        Schedule schedule = require(member, function, id);
        ScheduleForm form = ScheduleForm.of(schedule);
        model.addAttribute("form", form);
        model.addAttribute("schedule", schedule);
        return page(model, member, function, form, locale);
    }

    @PostMapping("/{id}")
    String save(
            Member member,
            @PathVariable String name,
            @PathVariable String id,
            @ModelAttribute("form") ScheduleForm form,
            BindingResult errors,
            Model model,
            Locale locale,
            HttpServletResponse response,
            RedirectAttributes next) {
        DeployedFunction function = pages.require(member, name);
        Schedule schedule = require(member, function, id);
        model.addAttribute("schedule", schedule);
        try {
            schedules.update(member.organization(), schedule.id(), form.settings());
        } catch (InvalidScheduleException refused) {
            return refused(refused, model, member, function, form, errors, locale, response);
        }
        next.addFlashAttribute("scheduled", form.name());
        return "redirect:/functions/{name}/triggers";
    }

    @PostMapping("/{id}/pause")
    String pause(Member member, @PathVariable String name, @PathVariable String id) {
        return enable(member, name, id, false);
    }

    @PostMapping("/{id}/resume")
    String resume(Member member, @PathVariable String name, @PathVariable String id) {
        return enable(member, name, id, true);
    }

    private String enable(Member member, String name, String id, boolean enabled) {
        Schedule schedule = require(member, pages.require(member, name), id);
        schedules.enable(member.organization(), schedule.id(), enabled);
        return "redirect:/functions/{name}/triggers";
    }

    @PostMapping("/{id}/delete")
    String delete(Member member, @PathVariable String name, @PathVariable String id, RedirectAttributes next) {
        Schedule schedule = require(member, pages.require(member, name), id);
        schedules.delete(member.organization(), schedule.id());
        next.addFlashAttribute("unscheduled", schedule.settings().name());
        return "redirect:/functions/{name}/triggers";
    }

    /** Fires once, now, whatever the schedule says. */
    @Needs(Permission.INVOKE)
    @PostMapping("/{id}/fire")
    String fire(Member member, @PathVariable String name, @PathVariable String id) {
        Schedule schedule = require(member, pages.require(member, name), id);
        Acceptance acceptance = events.accept(
                        ScheduleEvent.of(member.organization(), schedule, clock.instant(), region))
                .toCompletableFuture()
                .join();
        return switch (acceptance) {
            case Acceptance.Stored(var event) -> "redirect:/events/" + event;
            case Acceptance.Duplicate(var event) -> "redirect:/events/" + event;
            case Acceptance.NoFunction() -> throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        };
    }

    private String refused(
            InvalidScheduleException refused,
            Model model,
            Member member,
            DeployedFunction function,
            ScheduleForm form,
            BindingResult errors,
            Locale locale,
            HttpServletResponse response) {
        errors.rejectValue(refused.field(), "invalid", refused.message());
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
        return page(model, member, function, form, locale);
    }

    private String page(Model model, Member member, DeployedFunction function, ScheduleForm form, Locale locale) {
        pages.head(model, member, function, locale);
        model.addAttribute(
                "zones", ZoneId.getAvailableZoneIds().stream().sorted().toList());
        runs(model, form);
        return PAGE;
    }

    private void runs(Model model, ScheduleForm form) {
        Instant now = clock.instant();
        try {
            List<Instant> runs = form.settings().timing(now).next(now, PREVIEW);
            model.addAttribute("runs", runs);
            model.addAttribute("zone", ZoneId.of(form.timeZone()));
        } catch (InvalidScheduleException refused) {
            model.addAttribute("runs", List.of());
            model.addAttribute("problem", refused.message());
        }
    }

    private Schedule require(Member member, DeployedFunction function, String id) {
        return ScheduleId.parse(id)
                .flatMap(known -> schedules.find(member.organization(), known))
                .filter(found -> found.function().equals(function.latest().function()))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
