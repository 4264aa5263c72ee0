package io.millirun.portal.functions;

import io.millirun.portal.audit.Actor;
import io.millirun.portal.git.GitCheckout;
import io.millirun.portal.git.GitRefusedException;
import io.millirun.portal.git.GitRepositories;
import io.millirun.portal.organization.Member;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.runtimemanager.builds.Builds;
import io.millirun.runtimemanager.code.CodePackage;
import io.millirun.runtimemanager.code.CodePackages;
import io.millirun.runtimemanager.code.InvalidPackageException;
import io.millirun.runtimemanager.functions.DeployedFunction;
import io.millirun.runtimemanager.functions.FunctionCatalog;
import io.millirun.runtimemanager.functions.FunctionSettings;
import io.millirun.runtimemanager.functions.HandlerFile;
import io.millirun.runtimemanager.functions.InvalidFunctionException;
import io.millirun.runtimemanager.functions.InvokeMode;
import io.millirun.runtimemanager.functions.UrlAuth;
import io.millirun.runtimemanager.runtimes.FunctionRuntime;
import io.millirun.runtimemanager.runtimes.RuntimeCatalogue;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The page on which a function is made. */
@Controller
@Needs(Permission.DEPLOY)
class NewFunctionController {

    private static final String PAGE = "function-new";

    private final FunctionCatalog catalog;
    private final CodePackages packages;
    private final Deployments deployments;
    private final RuntimeCatalogue runtimes;
    private final RuntimeBoard board;
    private final Starters starters;
    private final Builds builds;
    private final FunctionPrices prices;
    private final GitRepositories repositories;
    private final GitDeployments gitDeployments;

    NewFunctionController(
            FunctionCatalog catalog,
            CodePackages packages,
            Deployments deployments,
            RuntimeCatalogue runtimes,
            RuntimeBoard board,
            Starters starters,
            Builds builds,
            FunctionPrices prices,
            GitRepositories repositories,
            GitDeployments gitDeployments) {
        this.catalog = catalog;
        this.packages = packages;
        this.deployments = deployments;
        this.runtimes = runtimes;
        this.board = board;
        this.starters = starters;
        this.builds = builds;
        this.prices = prices;
        this.repositories = repositories;
        this.gitDeployments = gitDeployments;
    }

    @GetMapping("/functions/new")
    String form(
            Member member,
            @RequestParam(required = false) @Nullable String runtime,
            @RequestParam(defaultValue = "http-api") String starter,
            Model model) {
        return page(
                member,
                model,
                withStarter(new NewFunctionForm(
                        "",
                        runtime == null ? firstReady() : runtime,
                        starter,
                        "",
                        "",
                        Integer.toString(FunctionSettings.DEFAULT_MEMORY_MB),
                        Long.toString(FunctionSettings.DEFAULT_TIMEOUT.toSeconds()),
                        List.of(),
                        "",
                        UrlAuth.ACCESS_KEY.name(),
                        "",
                        GitForm.NONE)));
    }

    /** Another runtime or starter was chosen: the same form with its code, unless other code was written already. */
    @PostMapping("/functions/new")
    String choose(
            Member member,
            @ModelAttribute("form") NewFunctionForm form,
            BindingResult errors,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean partial,
            Model model) {
        page(member, model, starters.isUntouched(form.source()) ? withStarter(form) : form);
        model.addAttribute("changed", partial);
        return partial ? PAGE + " :: changed" : PAGE;
    }

    @PostMapping("/functions")
    String create(
            Member member,
            @ModelAttribute("form") NewFunctionForm form,
            BindingResult errors,
            @RequestParam(required = false) @Nullable MultipartFile zip,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response,
            RedirectAttributes next)
            throws IOException {
        Optional<DeployedFunction> made = create(member, form, zip, errors, request.getRemoteAddr());
        if (made.isEmpty()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return page(member, model, form);
        }
        next.addFlashAttribute("deployed", true);
        next.addFlashAttribute("starter", form.sendsZip() || form.pullsGit() ? "" : form.starter());
        next.addAttribute("name", made.get().name().value());
        return "redirect:/functions/{name}/code";
    }

    private Optional<DeployedFunction> create(
            Member member, NewFunctionForm form, @Nullable MultipartFile zip, BindingResult errors, String address)
            throws IOException {
        Optional<FunctionSettings> settings = SettingsReader.read(form, errors);
        settings.ifPresent(read -> SettingsReader.reject(catalog.check(form.name(), read), errors));
        if (settings.isEmpty() || errors.hasErrors()) {
            return Optional.empty();
        }
        if (form.isImage()) {
            return createOfImage(member, form, settings.get(), errors, address);
        }
        if (form.pullsGit()) {
            return createFromGit(member, form, settings.get(), errors, address);
        }
        FunctionRuntime runtime = runtimes.find(form.runtime()).orElseThrow();
        try (CodePackage code = form.sendsZip() ? unpacked(zip) : written(form, runtime)) {
            checkHandler(runtime, form, code, errors);
            return errors.hasErrors()
                    ? Optional.empty()
                    : Optional.of(
                            deployments.create(member, address, form.name(), settings.get(), code, answers(form)));
        } catch (InvalidPackageException refused) {
            errors.rejectValue("source", "invalid", String.valueOf(refused.getMessage()));
        } catch (InvalidFunctionException refused) {
            refuse(form, refused, errors);
        }
        return Optional.empty();
    }

    private void checkHandler(FunctionRuntime runtime, NewFunctionForm form, CodePackage code, BindingResult errors) {
        Optional.of(runtime)
                // What a build makes is not known before.
                .filter(known -> !builds.mustBeBuilt(known.name(), code))
                .flatMap(known -> HandlerFile.check(known, form.handler(), code.paths()))
                .ifPresent(problem -> SettingsReader.reject(List.of(problem), errors));
    }

    private Optional<DeployedFunction> createFromGit(
            Member member, NewFunctionForm form, FunctionSettings settings, BindingResult errors, String address) {
        try (GitCheckout checkout =
                repositories.checkOut(form.git().source(), form.git().token())) {
            checkHandler(runtimes.find(form.runtime()).orElseThrow(), form, checkout.code(), errors);
            return errors.hasErrors()
                    ? Optional.empty()
                    : Optional.of(gitDeployments.create(
                            member.organization(), Actor.of(member, address), form.name(), settings, checkout));
        } catch (GitRefusedException | InvalidPackageException refused) {
            errors.rejectValue("git.url", "invalid", refused.message());
        } catch (InvalidFunctionException refused) {
            refuse(form, refused, errors);
        }
        return Optional.empty();
    }

    private Optional<DeployedFunction> createOfImage(
            Member member, NewFunctionForm form, FunctionSettings settings, BindingResult errors, String address) {
        if (!ImageNames.isValid(form.image())) {
            errors.rejectValue("image", "function.image.wrong");
            return Optional.empty();
        }
        try {
            return Optional.of(
                    deployments.create(member, address, form.name(), settings, ImageNames.code(form.image())));
        } catch (InvalidFunctionException refused) {
            refuse(form, refused, errors);
            return Optional.empty();
        }
    }

    /** The catalogue words its refusals for programs; a name that is taken is the one that people meet. */
    private static void refuse(NewFunctionForm form, InvalidFunctionException refused, BindingResult errors) {
        if (refused.code().equals("ResourceConflictException")) {
            errors.rejectValue("name", "taken", "There is a function called " + form.name() + " already.");
        } else {
            SettingsReader.reject(refused.problems(), errors);
        }
    }

    private CodePackage unpacked(@Nullable MultipartFile zip) throws IOException {
        try (InputStream bytes = zip == null ? InputStream.nullInputStream() : zip.getInputStream()) {
            return packages.ofZip(bytes);
        }
    }

    private CodePackage written(NewFunctionForm form, FunctionRuntime runtime) {
        Map<String, String> files = new HashMap<>();
        starter(form).ifPresent(starter -> files.putAll(starter.others()));
        files.put(file(runtime, form), form.source());
        return packages.ofSources(files);
    }

    private NewFunctionForm withStarter(NewFunctionForm form) {
        String handler = runtimes.find(form.runtime())
                .map(FunctionRuntime::defaultHandler)
                .orElse(form.handler());
        return starters.find(form.runtime(), form.starter())
                .map(starter -> form.startingFrom(starter, handler))
                .orElseGet(() -> form.withoutCode(handler));
    }

    private String firstReady() {
        List<RuntimeBoard.Entry> entries = board.entries();
        return entries.stream()
                .filter(RuntimeBoard.Entry::isReady)
                .findFirst()
                .or(() -> entries.stream().findFirst())
                .map(RuntimeBoard.Entry::name)
                .orElse("");
    }

    private String page(Member member, Model model, NewFunctionForm form) {
        model.addAttribute("form", form);
        model.addAttribute("price", prices.gbSecond(member.organization()));
        model.addAttribute("runtimes", board.entries());
        model.addAttribute("images", true);
        model.addAttribute(
                "beside",
                starter(form).map(starter -> starter.others().keySet()).orElse(Set.of()));
        model.addAttribute("starters", starters.of(form.runtime()));
        model.addAttribute(
                "file",
                new CodeForm.SourceFile(
                        runtimes.find(form.runtime())
                                .map(runtime -> file(runtime, form))
                                .orElse(""),
                        ""));
        return PAGE;
    }

    /** Where the code goes: the file that the handler names, or the starter's where handlers name none. */
    private String file(FunctionRuntime runtime, NewFunctionForm form) {
        return runtime.extensions().isEmpty()
                ? starter(form).map(Starter::file).orElse("bootstrap")
                : HandlerFile.nameFor(runtime, form.handler());
    }

    private InvokeMode answers(NewFunctionForm form) {
        return starter(form).map(starter -> starter.needs().answers()).orElse(InvokeMode.BUFFERED);
    }

    private Optional<Starter> starter(NewFunctionForm form) {
        return starters.find(form.runtime(), form.starter());
    }
}
