package io.millirun.portal.functions;

import io.millirun.portal.organization.Member;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.runtimemanager.functions.DeployedFunction;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The test console of a function. */
@Controller
@Needs(Permission.READ_FUNCTIONS)
@RequestMapping("/functions/{name}/test")
class FunctionTestController {

    private static final String PAGE = "function-test";

    private final FunctionPages pages;
    private final Starters starters;
    private final TestConsole console;
    private final TestEvents events;

    FunctionTestController(FunctionPages pages, Starters starters, TestConsole console, TestEvents events) {
        this.events = events;
        this.pages = pages;
        this.starters = starters;
        this.console = console;
    }

    /**
     * @param sample the starter whose sample event is shown
     * @param saved the saved event that is shown instead
     */
    @GetMapping
    String show(
            Member member,
            @PathVariable String name,
            @RequestParam(defaultValue = "http-api") String sample,
            @RequestParam(defaultValue = "") String saved,
            Model model,
            Locale locale) {
        DeployedFunction function = pages.require(member, name);
        String event = events.find(member.organization(), function.latest().function(), saved)
                .or(() -> starters.find(function.latest().runtime(), sample)
                        .map(starter -> SignedSample.signed(
                                starter.event(), function.settings().environment())))
                .orElse("{}");
        model.addAttribute("savedName", saved);
        return page(model, member, function, event, null, locale);
    }

    /** Keeps the event under a name, to test with again. */
    @Needs(Permission.INVOKE)
    @PostMapping("/events")
    String save(
            Member member,
            @PathVariable String name,
            @RequestParam String event,
            @RequestParam(defaultValue = "") String savedName,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean partial,
            Model model,
            Locale locale,
            HttpServletResponse response,
            RedirectAttributes next) {
        DeployedFunction function = pages.require(member, name);
        String kept = savedName.strip();
        String refused = refusal(member, function, kept);
        String problem = problem(event);
        if (refused != null || problem != null) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            // The button belongs to the form whose answers go beside it; this one is about the whole page.
            response.setHeader("HX-Retarget", "body");
            model.addAttribute("savedName", kept);
            model.addAttribute("savedProblem", refused);
            model.addAttribute("eventProblem", problem);
            return page(model, member, function, event, null, locale);
        }
        events.save(member.organization(), function.latest().function(), kept, event.isBlank() ? "{}" : event);
        if (partial) {
            response.setHeader(
                    "HX-Redirect",
                    UriComponentsBuilder.fromPath("/functions/{name}/test")
                            .queryParam("saved", "{saved}")
                            .encode()
                            .buildAndExpand(name, kept)
                            .toString());
            return PAGE + " :: result";
        }
        next.addAttribute("saved", kept);
        return "redirect:/functions/{name}/test";
    }

    @Needs(Permission.INVOKE)
    @PostMapping("/events/remove")
    String remove(Member member, @PathVariable String name, @RequestParam String savedName) {
        events.remove(
                member.organization(), pages.require(member, name).latest().function(), savedName);
        return "redirect:/functions/{name}/test";
    }

    /** The text's name that says why an event cannot be kept under {@code kept}; null if it can. */
    private @Nullable String refusal(Member member, DeployedFunction function, String kept) {
        if (kept.isEmpty() || kept.length() > 60) {
            return "function.test.saved.name.wrong";
        }
        List<String> names =
                events.names(member.organization(), function.latest().function());
        return names.size() >= TestEvents.MOST && !names.contains(kept) ? "function.test.saved.full" : null;
    }

    @Needs(Permission.INVOKE)
    @PostMapping
    String run(
            Member member,
            @PathVariable String name,
            @RequestParam String event,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean partial,
            Model model,
            Locale locale,
            HttpServletResponse response)
            throws InterruptedException {
        DeployedFunction function = pages.require(member, name);
        TestRun run = null;
        String problem = problem(event);
        if (problem == null) {
            run = console.run(member, function.latest(), event.isBlank() ? "{}" : event);
        } else {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            model.addAttribute("eventProblem", problem);
        }
        page(model, member, function, event, run, locale);
        return partial ? PAGE + " :: result" : PAGE;
    }

    private String page(
            Model model, Member member, DeployedFunction function, String event, @Nullable TestRun run, Locale locale) {
        pages.head(model, member, function, locale);
        model.addAttribute("event", event);
        model.addAttribute(
                "saved", events.names(member.organization(), function.latest().function()));
        model.addAttribute("samples", starters.of(function.latest().runtime()));
        model.addAttribute("run", run);
        return PAGE;
    }

    /** Where the event is not JSON; null if it is. */
    private static @Nullable String problem(String event) {
        try {
            if (!event.isBlank()) {
                JsonMapper.shared().readTree(event);
            }
            return null;
        } catch (JacksonException malformed) {
            var at = malformed.getLocation();
            return at == null ? "" : at.getLineNr() + ":" + at.getColumnNr();
        }
    }
}
