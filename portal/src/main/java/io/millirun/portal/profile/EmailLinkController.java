package io.millirun.portal.profile;

import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Where the link that a new address got leads to. */
@Controller
@Needs(Permission.PUBLIC)
class EmailLinkController {

    private final EmailChange emails;

    EmailLinkController(EmailChange emails) {
        this.emails = emails;
    }

    @GetMapping("/new-email")
    String ask(@RequestParam(defaultValue = "") String token, Model model, HttpServletResponse response) {
        boolean good = emails.isGood(token);
        model.addAttribute("good", good);
        model.addAttribute("token", token);
        response.setStatus((good ? HttpStatus.OK : HttpStatus.NOT_FOUND).value());
        return "change-email";
    }

    @PostMapping("/new-email")
    String confirm(
            @RequestParam(defaultValue = "") String token,
            Model model,
            HttpServletResponse response,
            RedirectAttributes next) {
        if (!emails.redeem(token)) {
            return ask("", model, response);
        }
        next.addFlashAttribute("done", "account.email.done");
        return "redirect:/account";
    }
}
