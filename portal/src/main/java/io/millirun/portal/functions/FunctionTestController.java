package io.millirun.portal.functions;

import io.millirun.portal.organization.Member;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.runtimemanager.functions.DeployedFunction;
import jakarta.servlet.http.HttpServletResponse;
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

    FunctionTestController(FunctionPages pages, Starters starters, TestConsole console) {
        this.pages = pages;
        this.starters = starters;
        this.console = console;
    }

    /** @param sample the starter whose sample event is shown */
    @GetMapping
    String show(
            Member member,
            @PathVariable String name,
            @RequestParam(defaultValue = "http-api") String sample,
            Model model,
            Locale locale) {
        DeployedFunction function = pages.require(member, name);
        String event = starters.find(function.latest().runtime(), sample)
                .map(Starter::event)
                .orElse("{}");
        return page(model, member, function, event, null, locale);
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
