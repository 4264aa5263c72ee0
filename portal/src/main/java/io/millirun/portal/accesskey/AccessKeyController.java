package io.millirun.portal.accesskey;

import io.millirun.portal.PortalProperties;
import io.millirun.portal.accesskey.AccessKeys.Rotation;
import io.millirun.portal.account.Person;
import io.millirun.portal.audit.Actor;
import io.millirun.portal.organization.Member;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.time.Duration;
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
    String list(Member member, Person person, Model model) {
        return page(member, person, model, AccessKeyForm.fresh());
    }

    @Needs(Permission.MANAGE_KEYS)
    @GetMapping("/new")
    String form(Member member, Person person, Model model) {
        return form(member, person, model, AccessKeyForm.fresh());
    }

    private String form(Member member, Person person, Model model, AccessKeyForm form) {
        model.addAttribute("form", form);
        model.addAttribute("scopes", AccessKeyForm.given(member, person));
        return FORM;
    }

    private static void check(Member member, Person person, AccessKeyForm form, BindingResult errors) {
        if (!form.scopes().stream().allMatch(scope -> ScopeRule.mayGive(member, person, scope))) {
            errors.rejectValue("scopes", "keys.scopes.not-yours");
        }
    }

    /** The answer to the form is the page that shows the secret: it is never stored for a redirect to find. */
    @Needs(Permission.MANAGE_KEYS)
    @PostMapping
    String create(
            Member member,
            Person person,
            @Valid @ModelAttribute("form") AccessKeyForm form,
            BindingResult errors,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        check(member, person, form, errors);
        if (errors.hasErrors()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return form(member, person, model, form);
        }
        model.addAttribute(
                "created",
                keys.create(member, form.name(), form.grants(), form.expiry().life(), request.getRemoteAddr()));
        model.addAttribute("gatewayUrl", properties.gatewayUrl());
        return page(member, person, model, AccessKeyForm.fresh());
    }

    /** As with a new key, the answer is the page that shows the secret. */
    @Needs(Permission.MANAGE_KEYS)
    @PostMapping("/{id}/rotate")
    String rotate(
            Member member,
            Person person,
            @PathVariable String id,
            @RequestParam(defaultValue = "DAYS_7") Grace grace,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        Rotation rotation = keys.rotate(
                member.organization(),
                member.user(),
                Actor.of(member, request.getRemoteAddr()),
                id,
                grace.time(),
                grants -> grants.scopes().stream().allMatch(scope -> ScopeRule.mayGive(member, person, scope)));
        switch (rotation) {
            case Rotation.Unknown _ -> throw new ResponseStatusException(HttpStatus.NOT_FOUND);
            case Rotation.Rotated(var made) -> {
                model.addAttribute("created", made);
                model.addAttribute("rotated", true);
                model.addAttribute("gatewayUrl", properties.gatewayUrl());
            }
            case Rotation.Over _ -> refuse("keys.rotate.over", model, response);
            case Rotation.UnderWay _ -> refuse("keys.rotate.under-way", model, response);
            case Rotation.NotYours _ -> refuse("keys.scopes.not-yours", model, response);
        }
        return page(member, person, model, AccessKeyForm.fresh());
    }

    private static void refuse(String problem, Model model, HttpServletResponse response) {
        model.addAttribute("problem", problem);
        response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
    }

    /** How long a key that is taken over from still works. */
    enum Grace {
        HOURS_1(Duration.ofHours(1)),
        DAYS_1(Duration.ofDays(1)),
        DAYS_7(Duration.ofDays(7)),
        DAYS_30(Duration.ofDays(30));

        private final Duration time;

        Grace(Duration time) {
            this.time = time;
        }

        Duration time() {
            return time;
        }
    }

    @Needs(Permission.MANAGE_KEYS)
    @PostMapping("/{id}/revoke")
    String revoke(Member member, @PathVariable String id, HttpServletRequest request, RedirectAttributes next) {
        AccessKeyView revoked = keys.revoke(member, id, request.getRemoteAddr())
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        next.addFlashAttribute("revoked", revoked.name());
        return "redirect:/keys";
    }

    private String page(Member member, Person person, Model model, AccessKeyForm form) {
        model.addAttribute("form", form);
        model.addAttribute("scopes", AccessKeyForm.given(member, person));
        model.addAttribute("graces", Grace.values());
        model.addAttribute("keys", keys.list(member.organization()));
        return LIST;
    }
}
