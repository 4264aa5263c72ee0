package io.millirun.portal.accesskey;

import io.millirun.portal.PortalProperties;
import io.millirun.portal.organization.Member;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
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

/** The page of an organization's access keys. */
@Controller
@Needs(Permission.READ_KEYS)
@RequestMapping("/keys")
class AccessKeyController {

    private static final String LIST = "keys";
    private static final String FORM = "key-new";

    private final AccessKeys keys;
    private final PortalProperties properties;

    AccessKeyController(AccessKeys keys, PortalProperties properties) {
        this.keys = keys;
        this.properties = properties;
    }

    @GetMapping
    String list(Member member, Model model) {
        return page(member, model, AccessKeyForm.fresh());
    }

    @Needs(Permission.MANAGE_KEYS)
    @GetMapping("/new")
    String form(Member member, Model model) {
        return form(member, model, AccessKeyForm.fresh());
    }

    private String form(Member member, Model model, AccessKeyForm form) {
        model.addAttribute("form", form);
        model.addAttribute("scopes", AccessKeyForm.given(member));
        return FORM;
    }

    private static void check(Member member, AccessKeyForm form, BindingResult errors) {
        if (!form.scopes().stream().allMatch(scope -> ScopeRule.mayGive(member, scope))) {
            errors.rejectValue("scopes", "keys.scopes.not-yours");
        }
    }

    /** The answer to the form is the page that shows the secret: it is never stored for a redirect to find. */
    @Needs(Permission.MANAGE_KEYS)
    @PostMapping
    String create(
            Member member,
            @Valid @ModelAttribute("form") AccessKeyForm form,
            BindingResult errors,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        check(member, form, errors);
        if (errors.hasErrors()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return form(member, model, form);
        }
        model.addAttribute(
                "created",
                keys.create(member, form.name(), form.grants(), form.expiry().life(), request.getRemoteAddr()));
        model.addAttribute("gatewayUrl", properties.gatewayUrl());
        return page(member, model, AccessKeyForm.fresh());
    }

    @Needs(Permission.MANAGE_KEYS)
    @PostMapping("/{id}/revoke")
    String revoke(Member member, @PathVariable String id, HttpServletRequest request, RedirectAttributes next) {
        AccessKeyView revoked = keys.revoke(member, id, request.getRemoteAddr())
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        next.addFlashAttribute("revoked", revoked.name());
        return "redirect:/keys";
    }

    private String page(Member member, Model model, AccessKeyForm form) {
        model.addAttribute("form", form);
        model.addAttribute("scopes", AccessKeyForm.given(member));
        model.addAttribute("keys", keys.list(member.organization()));
        return LIST;
    }
}
