package io.millirun.portal.operator;

import io.millirun.portal.account.Person;
import io.millirun.portal.audit.Actor;
import io.millirun.portal.audit.OperatorLog;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.portal.settings.PlatformSettings;
import io.millirun.portal.settings.PlatformSettings.SignUpMode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The platform's settings in the operators' console. */
@Controller
@Needs(Permission.OPERATE)
@RequestMapping("/operator/settings")
class OperatorSettingsController {

    private static final String PAGE = "operator-settings";

    private final PlatformSettings settings;
    private final OperatorLog log;

    OperatorSettingsController(PlatformSettings settings, OperatorLog log) {
        this.settings = settings;
        this.log = log;
    }

    @GetMapping
    String show(Model model) {
        model.addAttribute("mode", settings.signUpMode());
        model.addAttribute("modes", SignUpMode.values());
        model.addAttribute("cardRequired", settings.cardRequired());
        model.addAttribute("supportEmail", settings.supportEmail());
        return PAGE;
    }

    @PostMapping
    String save(
            Person person,
            @RequestParam(required = false) @Nullable SignUpMode mode,
            @RequestParam(defaultValue = "false") boolean cardRequired,
            @RequestParam(defaultValue = "") String supportEmail,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response,
            RedirectAttributes next) {
        String address = supportEmail.strip();
        if (mode == null || (!address.isEmpty() && !address.matches("[^@\\s]+@[^@\\s]+"))) {
            show(model);
            model.addAttribute("supportEmail", supportEmail);
            model.addAttribute("supportProblem", true);
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return PAGE;
        }
        settings.change(mode, cardRequired, address);
        log.record(
                Actor.operator(person, request.getRemoteAddr()),
                "settings.change",
                "sign-up " + mode + ", card " + (cardRequired ? "required" : "not required") + ", support " + address);
        next.addFlashAttribute("saved", true);
        return "redirect:/operator/settings";
    }
}
