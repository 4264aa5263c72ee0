package io.millirun.portal.accesskey;

import io.millirun.portal.PortalProperties;
import io.millirun.portal.organization.Member;
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
        return page(member, model, new AccessKeyForm("", AccessKeyForm.Expiry.DAYS_90));
    }

    @GetMapping("/new")
    String form(Member member, Model model) {
        requireManager(member);
        model.addAttribute("form", new AccessKeyForm("", AccessKeyForm.Expiry.DAYS_90));
        return FORM;
    }

    /** The answer to the form is the page that shows the secret: it is never stored for a redirect to find. */
    @PostMapping
    String create(
            Member member,
            @Valid @ModelAttribute("form") AccessKeyForm form,
            BindingResult errors,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        requireManager(member);
        if (errors.hasErrors()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return FORM;
        }
        model.addAttribute(
                "created", keys.create(member, form.name(), form.expiry().life(), request.getRemoteAddr()));
        model.addAttribute("gatewayUrl", properties.gatewayUrl());
        return page(member, model, new AccessKeyForm("", AccessKeyForm.Expiry.DAYS_90));
    }

    @PostMapping("/{id}/revoke")
    String revoke(Member member, @PathVariable String id, HttpServletRequest request, RedirectAttributes next) {
        requireManager(member);
        AccessKeyView revoked = keys.revoke(member, id, request.getRemoteAddr())
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        next.addFlashAttribute("revoked", revoked.name());
        return "redirect:/keys";
    }

    private String page(Member member, Model model, AccessKeyForm form) {
        model.addAttribute("form", form);
        model.addAttribute("keys", keys.list(member.organization()));
        return LIST;
    }

    private static void requireManager(Member member) {
        if (!member.role().managesAccessKeys()) {
            throw new ResponseStatusException(HttpStatus.FORBIDDEN);
        }
    }
}
