package io.millirun.portal.rightsize;

import io.millirun.kernel.MemorySize;
import io.millirun.portal.functions.FunctionPages;
import io.millirun.portal.functions.FunctionResizing;
import io.millirun.portal.organization.Member;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.runtimemanager.functions.DeployedFunction;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The right-size page of a function: try it at several memory sizes, see speed and price, apply one. */
@Controller
@Needs(Permission.READ_FUNCTIONS)
@RequestMapping("/functions/{name}/right-size")
class RightSizeController {

    private static final String PAGE = "function-right-size";
    private static final String BACK = "redirect:/functions/{name}/right-size";

    /** Measured calls at each size. */
    private static final int WARM_CALLS = 5;

    private static final int MOST_SIZES = 8;

    private static final List<Integer> USUAL = List.of(128, 256, 512, 1024, 1769, 3008);

    private final FunctionPages pages;
    private final SizeTrials trials;
    private final RightSizings sizings;
    private final FunctionResizing resizing;
    private final Clock clock;

    RightSizeController(
            FunctionPages pages, SizeTrials trials, RightSizings sizings, FunctionResizing resizing, Clock clock) {
        this.pages = pages;
        this.trials = trials;
        this.sizings = sizings;
        this.resizing = resizing;
        this.clock = clock;
    }

    @GetMapping
    String show(Member member, @PathVariable String name, Model model, Locale locale) {
        DeployedFunction function = pages.require(member, name);
        return page(member, function, null, List.of(), model, locale);
    }

    /** The results so far alone; the page asks for them until there are no more to come. */
    @GetMapping("/results")
    String results(Member member, @PathVariable String name, Model model, Locale locale) {
        DeployedFunction function = pages.require(member, name);
        return page(member, function, null, List.of(), model, locale) + " :: results";
    }

    @Needs(Permission.INVOKE)
    @PostMapping
    String begin(
            Member member,
            @PathVariable String name,
            @RequestParam String event,
            @RequestParam(required = false) @Nullable List<Integer> sizes,
            Model model,
            Locale locale,
            HttpServletResponse response) {
        DeployedFunction function = pages.require(member, name);
        List<Integer> chosen = sizes == null ? List.of() : List.copyOf(new TreeSet<>(sizes));
        Optional<String> problem = problem(event, chosen);
        if (problem.isPresent()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            model.addAttribute("problem", problem.get());
            return page(member, function, event, chosen, model, locale);
        }
        trials.begin(member, function.latest(), event.isBlank() ? "{}" : event, chosen, WARM_CALLS);
        return BACK;
    }

    @Needs(Permission.DEPLOY)
    @PostMapping("/apply")
    String apply(
            Member member,
            @PathVariable String name,
            @RequestParam int memoryMb,
            HttpServletRequest request,
            RedirectAttributes next) {
        resizing.resize(member, request.getRemoteAddr(), pages.require(member, name), memoryMb);
        next.addFlashAttribute("applied", memoryMb);
        return BACK;
    }

    /** The text's name that says what is wrong with what was asked for. */
    private static Optional<String> problem(String event, List<Integer> sizes) {
        if (sizes.isEmpty() || sizes.size() > MOST_SIZES) {
            return Optional.of("right-size.sizes.number");
        }
        if (sizes.stream().anyMatch(size -> size < MemorySize.LEAST || size > MemorySize.MOST)) {
            return Optional.of("right-size.sizes.range");
        }
        try {
            if (!event.isBlank()) {
                JsonMapper.shared().readTree(event);
            }
            return Optional.empty();
        } catch (JacksonException malformed) {
            return Optional.of("right-size.event.not-json");
        }
    }

    private String page(
            Member member,
            DeployedFunction function,
            @Nullable String event,
            List<Integer> chosen,
            Model model,
            Locale locale) {
        pages.head(model, member, function, locale);
        int current = function.latest().memory().megabytes();
        Optional<RightSizing> latest =
                sizings.latest(member.organization(), function.latest().function());
        Duration longestTrial =
                function.latest().timeout().multipliedBy(WARM_CALLS + 1L).plusMinutes(2);
        model.addAttribute(
                "sizing",
                latest.map(sizing ->
                                RightSizePage.of(sizing, current, sizing.interrupted(clock.instant(), longestTrial)))
                        .orElse(null));
        model.addAttribute(
                "event", event != null ? event : latest.map(RightSizing::event).orElse("{}"));
        model.addAttribute(
                "sizes",
                IntStream.concat(USUAL.stream().mapToInt(Integer::intValue), IntStream.of(current))
                        .sorted()
                        .distinct()
                        .boxed()
                        .toList());
        model.addAttribute(
                "chosen", chosen.isEmpty() ? latest.map(RightSizing::sizes).orElse(USUAL) : chosen);
        model.addAttribute("current", current);
        model.addAttribute("calls", WARM_CALLS);
        return PAGE;
    }
}
