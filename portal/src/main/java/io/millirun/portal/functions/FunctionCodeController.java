package io.millirun.portal.functions;

import io.millirun.kernel.Fault;
import io.millirun.kernel.MillirunException;
import io.millirun.portal.git.GitSources;
import io.millirun.portal.organization.Member;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.runtimemanager.builds.Builds;
import io.millirun.runtimemanager.code.CodePackage;
import io.millirun.runtimemanager.code.CodePackages;
import io.millirun.runtimemanager.code.PackageSources;
import io.millirun.runtimemanager.functions.DeployedFunction;
import io.millirun.runtimemanager.functions.FunctionProblem;
import io.millirun.runtimemanager.functions.HandlerFile;
import io.millirun.runtimemanager.runtimes.RuntimeCatalogue;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The code of a function: read, edit, upload, download. */
@Controller
@Needs(Permission.READ_FUNCTIONS)
@RequestMapping("/functions/{name}")
class FunctionCodeController {

    private static final String PAGE = "function-code";
    private static final String BACK = "redirect:/functions/{name}/code";

    private final FunctionPages pages;
    private final CodePackages packages;
    private final Deployments deployments;
    private final RuntimeCatalogue runtimes;
    private final CodeDrafts drafts;
    private final Builds builds;
    private final GitSources repositories;

    FunctionCodeController(
            FunctionPages pages,
            CodePackages packages,
            Deployments deployments,
            RuntimeCatalogue runtimes,
            CodeDrafts drafts,
            Builds builds,
            GitSources repositories) {
        this.pages = pages;
        this.packages = packages;
        this.deployments = deployments;
        this.runtimes = runtimes;
        this.drafts = drafts;
        this.builds = builds;
        this.repositories = repositories;
    }

    @GetMapping("/code")
    String show(Member member, @PathVariable String name, Model model, Locale locale) {
        DeployedFunction function = pages.require(member, name);
        if (function.latest().imageUri() != null) {
            return imagePage(model, member, function, locale);
        }
        String digest = builds.written(function.latest());
        PackageSources sources = packages.sources(member.organization(), digest);
        Optional<CodeDrafts.Draft> draft = drafts.find(member, function.latest().function());
        draft.ifPresent(kept -> model.addAttribute("draft", kept)
                .addAttribute("draftIsOlder", !kept.digest().equals(digest)));
        model.addAttribute(
                "form",
                draft.map(kept -> CodeForm.of(function, digest, kept.files()))
                        .orElseGet(() -> CodeForm.of(function, digest, sources)));
        return page(model, member, function, sources, locale);
    }

    /** Another image, or what the same name means now. */
    @Needs(Permission.DEPLOY)
    @PostMapping("/image")
    String image(
            Member member,
            @PathVariable String name,
            @RequestParam String revision,
            @RequestParam(defaultValue = "") String image,
            Model model,
            Locale locale,
            HttpServletRequest request,
            HttpServletResponse response,
            RedirectAttributes next) {
        DeployedFunction function = pages.require(member, name);
        if (!ImageNames.isValid(image.strip())) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            model.addAttribute("imageError", true).addAttribute("image", image);
            return imagePage(model, member, function, locale);
        }
        deployments.updateImage(
                member,
                request.getRemoteAddr(),
                function.name(),
                ImageNames.code(image.strip()),
                FunctionPages.revision(revision));
        next.addFlashAttribute("deployed", true);
        return BACK;
    }

    private String imagePage(Model model, Member member, DeployedFunction function, Locale locale) {
        pages.head(model, member, function, locale);
        BuildView.of(builds, function.latest()).ifPresent(build -> model.addAttribute("build", build));
        if (!model.containsAttribute("image")) {
            model.addAttribute("image", function.latest().imageUri());
        }
        model.addAttribute("revision", function.latest().revision())
                .addAttribute("digest", function.latest().codeDigest());
        return "function-image";
    }

    /** The build's part of the page, which asks for it again and again; once the build is over, for the whole page. */
    @GetMapping("/build")
    String build(
            Member member,
            @PathVariable String name,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean partial,
            Model model,
            HttpServletResponse response) {
        DeployedFunction function = pages.require(member, name);
        Optional<BuildView> build = BuildView.of(builds, function.latest());
        if (!partial || build.isEmpty()) {
            return BACK;
        }
        if (!build.get().open()) {
            response.setHeader("HX-Refresh", "true");
        }
        model.addAttribute("build", build.get()).addAttribute("name", name);
        return PAGE + " :: build";
    }

    @GetMapping("/code.zip")
    void download(Member member, @PathVariable String name, HttpServletResponse response) throws IOException {
        DeployedFunction function = pages.require(member, name);
        response.setContentType("application/zip");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment().filename(name + ".zip").build().toString());
        packages.download(member.organization(), builds.sourceOf(function.latest()), response.getOutputStream());
    }

    /** The same page with a file more or less; nothing is deployed. */
    @Needs(Permission.DEPLOY)
    @PostMapping("/files")
    String files(
            Member member,
            @PathVariable String name,
            @ModelAttribute("form") CodeForm form,
            BindingResult errors,
            @RequestParam(required = false) @Nullable Integer remove,
            Model model,
            Locale locale) {
        DeployedFunction function = pages.require(member, name);
        model.addAttribute("form", remove == null ? form.plus(new CodeForm.SourceFile("", "")) : form.without(remove));
        return page(model, member, function, shown(member, form), locale);
    }

    @Needs(Permission.DEPLOY)
    @PostMapping("/code")
    String deploy(
            Member member,
            @PathVariable String name,
            @ModelAttribute("form") CodeForm form,
            BindingResult errors,
            Model model,
            Locale locale,
            HttpServletRequest request,
            HttpServletResponse response,
            RedirectAttributes next) {
        DeployedFunction function = pages.require(member, name);
        Map<String, String> files = form.contents(errors);
        if (!errors.hasErrors()) {
            deploy(
                            member,
                            function,
                            form.revision(),
                            () -> packages.edited(member.organization(), form.digest(), files),
                            request)
                    .ifPresent(problem -> errors.reject("invalid", problem));
        }
        if (errors.hasErrors()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return page(model, member, function, shown(member, form), locale);
        }
        drafts.discard(member, function.latest().function());
        next.addFlashAttribute("deployed", true);
        return BACK;
    }

    @Needs(Permission.DEPLOY)
    @PostMapping("/zip")
    String upload(
            Member member,
            @PathVariable String name,
            @RequestParam String revision,
            @RequestParam(required = false) @Nullable MultipartFile zip,
            Model model,
            Locale locale,
            HttpServletRequest request,
            HttpServletResponse response,
            RedirectAttributes next) {
        DeployedFunction function = pages.require(member, name);
        Optional<String> problem = deploy(member, function, revision, () -> unpacked(zip), request);
        if (problem.isPresent()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            model.addAttribute("zipError", problem.get());
            return show(member, name, model, locale);
        }
        next.addFlashAttribute("deployed", true);
        return BACK;
    }

    /** The reason, if the code cannot be deployed; nothing has changed then. */
    private Optional<String> deploy(
            Member member,
            DeployedFunction function,
            String revision,
            Supplier<CodePackage> making,
            HttpServletRequest request) {
        UUID expected = FunctionPages.revision(revision);
        try (CodePackage code = making.get()) {
            Optional<FunctionProblem> problem = runtimes.find(function.latest().runtime())
                    // What a build makes is not known before.
                    .filter(runtime -> !builds.mustBeBuilt(runtime.name(), code))
                    .flatMap(runtime ->
                            HandlerFile.check(runtime, function.latest().handler(), code.paths()));
            if (problem.isEmpty()) {
                deployments.updateCode(member, request.getRemoteAddr(), function.name(), code, expected);
            }
            return problem.map(FunctionProblem::message);
        } catch (MillirunException refused) {
            if (refused.fault() != Fault.CALLER || refused.code().equals("ResourceNotFoundException")) {
                throw refused;
            }
            return Optional.of(String.valueOf(refused.getMessage()));
        }
    }

    private CodePackage unpacked(@Nullable MultipartFile zip) {
        try (InputStream bytes = zip == null ? InputStream.nullInputStream() : zip.getInputStream()) {
            return packages.ofZip(bytes);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private PackageSources shown(Member member, CodeForm form) {
        return packages.sources(member.organization(), form.digest());
    }

    private String page(Model model, Member member, DeployedFunction function, PackageSources sources, Locale locale) {
        pages.head(model, member, function, locale);
        model.addAttribute("others", sources.others());
        BuildView.of(builds, function.latest()).ifPresent(build -> model.addAttribute("build", build));
        model.addAttribute("size", function.latest().codeSize());
        Optional<GitSources.Origin> origin =
                repositories.find(member.organization(), function.latest().function());
        origin.ifPresent(known -> model.addAttribute("origin", known));
        if (!model.containsAttribute("git")) {
            model.addAttribute(
                    "git", origin.map(known -> GitForm.of(known.source())).orElse(GitForm.NONE));
        }
        return PAGE;
    }
}
