package io.millirun.portal.functions;

import io.millirun.portal.organization.Member;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.runtimemanager.builds.Builds;
import io.millirun.runtimemanager.code.CodePackages;
import io.millirun.runtimemanager.code.PackageSources;
import io.millirun.runtimemanager.functions.DeployedFunction;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Code on its way: kept as a draft, compared with what is deployed. */
@Controller
@Needs(Permission.DEPLOY)
@RequestMapping("/functions/{name}")
class CodeDraftController {

    private static final String BACK = "redirect:/functions/{name}/code";
    private static final String DIFF = "function-diff";

    private final FunctionPages pages;
    private final CodePackages packages;
    private final CodeDrafts drafts;
    private final Builds builds;

    CodeDraftController(FunctionPages pages, CodePackages packages, CodeDrafts drafts, Builds builds) {
        this.builds = builds;
        this.pages = pages;
        this.packages = packages;
        this.drafts = drafts;
    }

    @PostMapping("/draft")
    String save(
            Member member,
            @PathVariable String name,
            @ModelAttribute("form") CodeForm form,
            BindingResult errors,
            RedirectAttributes next) {
        DeployedFunction function = pages.require(member, name);
        drafts.save(member, function.latest().function(), form.digest(), form.contents(errors));
        next.addFlashAttribute("draftSaved", true);
        return BACK;
    }

    @PostMapping("/draft/discard")
    String discard(Member member, @PathVariable String name) {
        drafts.discard(member, pages.require(member, name).latest().function());
        return BACK;
    }

    /** What deploying the editor's files would change. */
    @PostMapping("/diff")
    String diff(
            Member member,
            @PathVariable String name,
            @ModelAttribute("form") CodeForm form,
            BindingResult errors,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean partial,
            Model model,
            Locale locale) {
        DeployedFunction function = pages.require(member, name);
        pages.head(model, member, function, locale);
        model.addAttribute("diff", CodeDiff.of(deployed(member, function), form.contents(errors)));
        return partial ? DIFF + " :: diff" : DIFF;
    }

    private Map<String, String> deployed(Member member, DeployedFunction function) {
        Map<String, String> files = new LinkedHashMap<>();
        for (PackageSources.SourceFile file : packages.sources(
                        member.organization(), builds.sourceOf(function.latest()))
                .files()) {
            files.put(file.path(), file.text().replace("\r\n", "\n"));
        }
        return files;
    }
}
