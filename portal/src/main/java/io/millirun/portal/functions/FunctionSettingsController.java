package io.millirun.portal.functions;

import io.millirun.kernel.MillirunException;
import io.millirun.portal.organization.Member;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.runtimemanager.code.CodePackages;
import io.millirun.runtimemanager.code.PackageSources;
import io.millirun.runtimemanager.functions.DeployedFunction;
import io.millirun.runtimemanager.functions.FunctionOptions;
import io.millirun.runtimemanager.functions.FunctionSettings;
import io.millirun.runtimemanager.functions.HandlerFile;
import io.millirun.runtimemanager.functions.InvalidFunctionException;
import io.millirun.runtimemanager.runtimes.RuntimeCatalogue;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The configuration of a function, and its end. */
@Controller
@Needs(Permission.READ_FUNCTIONS)
@RequestMapping("/functions/{name}")
class FunctionSettingsController {

    private static final String PAGE = "function-settings";

    private final FunctionPages pages;
    private final Deployments deployments;
    private final CodePackages packages;
    private final RuntimeCatalogue runtimes;
    private final RuntimeBoard board;
    private final FunctionPrices prices;

    FunctionSettingsController(
            FunctionPages pages,
            Deployments deployments,
            CodePackages packages,
            RuntimeCatalogue runtimes,
            RuntimeBoard board,
            FunctionPrices prices) {
        this.pages = pages;
        this.deployments = deployments;
        this.packages = packages;
        this.runtimes = runtimes;
        this.board = board;
        this.prices = prices;
    }

    @GetMapping("/settings")
    String show(Member member, @PathVariable String name, Model model, Locale locale) {
        DeployedFunction function = pages.require(member, name);
        model.addAttribute("form", SettingsForm.of(function));
        return page(model, member, function, locale);
    }

    @Needs(Permission.DEPLOY)
    @PostMapping("/settings")
    String save(
            Member member,
            @PathVariable String name,
            @ModelAttribute("form") SettingsForm form,
            BindingResult errors,
            Model model,
            Locale locale,
            HttpServletRequest request,
            HttpServletResponse response,
            RedirectAttributes next) {
        DeployedFunction function = pages.require(member, name);
        SettingsReader.read(form, errors).ifPresent(typed -> {
            FunctionOptions options = function.settings().options();
            FunctionSettings settings = typed.with(options)
                    .with(options.kept(typed.environment(), function.settings().environment()));
            checkHandler(member, function, settings, errors);
            if (!errors.hasErrors()) {
                save(member, function, form, settings, errors, request);
            }
        });
        if (errors.hasErrors()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return page(model, member, function, locale);
        }
        next.addFlashAttribute("saved", true);
        return "redirect:/functions/{name}/settings";
    }

    private void save(
            Member member,
            DeployedFunction function,
            SettingsForm form,
            FunctionSettings settings,
            BindingResult errors,
            HttpServletRequest request) {
        try {
            deployments.updateConfiguration(
                    member,
                    request.getRemoteAddr(),
                    function.name(),
                    settings,
                    FunctionPages.revision(form.revision()));
        } catch (InvalidFunctionException refused) {
            SettingsReader.reject(refused.problems(), errors);
        } catch (MillirunException refused) {
            if (!refused.code().equals("PreconditionFailedException")) {
                throw refused;
            }
            errors.reject("invalid", String.valueOf(refused.getMessage()));
        }
    }

    /** A handler that was changed must be in the code that is deployed; one that was not is left as it is. */
    private void checkHandler(
            Member member, DeployedFunction function, FunctionSettings settings, BindingResult errors) {
        boolean same = settings.handler().equals(function.latest().handler())
                && settings.runtime().equals(function.latest().runtime());
        if (!same) {
            runtimes.find(settings.runtime())
                    .flatMap(runtime -> HandlerFile.check(runtime, settings.handler(), paths(member, function)))
                    .ifPresent(problem -> SettingsReader.reject(List.of(problem), errors));
        }
    }

    private Set<String> paths(Member member, DeployedFunction function) {
        PackageSources sources =
                packages.sources(member.organization(), function.latest().codeDigest());
        return Stream.concat(sources.files().stream().map(PackageSources.SourceFile::path), sources.others().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Deletes for good, so the name has to be typed. */
    @Needs(Permission.DEPLOY)
    @PostMapping("/delete")
    String delete(
            Member member,
            @PathVariable String name,
            @RequestParam(defaultValue = "") String confirmation,
            Model model,
            Locale locale,
            HttpServletRequest request,
            HttpServletResponse response,
            RedirectAttributes next) {
        DeployedFunction function = pages.require(member, name);
        if (!confirmation.strip().equals(name)) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            model.addAttribute("unconfirmed", true);
            return show(member, name, model, locale);
        }
        deployments.delete(member, request.getRemoteAddr(), function.name());
        next.addFlashAttribute("deleted", name);
        return "redirect:/functions";
    }

    private String page(Model model, Member member, DeployedFunction function, Locale locale) {
        pages.head(model, member, function, locale);
        model.addAttribute("price", prices.gbSecond(member.organization()));
        model.addAttribute("runtimes", board.entries());
        model.addAttribute(
                "secrets", new TreeSet<>(function.settings().options().secrets()));
        model.addAttribute("readable", member.role().changesFunctions());
        return PAGE;
    }
}
