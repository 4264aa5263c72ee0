package io.millirun.portal.functions;

import io.millirun.portal.audit.Actor;
import io.millirun.portal.audit.AuditLog;
import io.millirun.portal.organization.Member;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.runtimemanager.functions.DeployedFunction;
import io.millirun.runtimemanager.functions.FunctionUrl;
import io.millirun.runtimemanager.functions.InvokeMode;
import io.millirun.runtimemanager.functions.UrlConfigs;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** How the URL of a function answers: at once or piece by piece. */
@Controller
@Needs(Permission.DEPLOY)
class FunctionUrlController {

    private final FunctionPages pages;
    private final UrlConfigs urls;
    private final AuditLog audit;

    FunctionUrlController(FunctionPages pages, UrlConfigs urls, AuditLog audit) {
        this.pages = pages;
        this.urls = urls;
        this.audit = audit;
    }

    @PostMapping("/functions/{name}/url")
    String choose(
            Member member,
            @PathVariable String name,
            @RequestParam InvokeMode mode,
            @RequestParam(defaultValue = "false") boolean figures,
            HttpServletRequest request,
            RedirectAttributes next) {
        DeployedFunction function = pages.require(member, name);
        FunctionUrl now = function.latest().url();
        FunctionUrl chosen = new FunctionUrl(now.auth(), now.cors(), mode, figures);
        if (urls.find(member.organization(), function.name(), "").isPresent()) {
            urls.update(
                    member.organization(),
                    function.name(),
                    "",
                    url -> new FunctionUrl(url.auth(), url.cors(), mode, figures));
        } else {
            urls.create(member.organization(), function.name(), "", chosen);
        }
        audit.record(member.organization(), Actor.of(member, request.getRemoteAddr()), "function.update-url", name);
        next.addFlashAttribute("saved", true);
        return "redirect:/functions/{name}/settings";
    }
}
