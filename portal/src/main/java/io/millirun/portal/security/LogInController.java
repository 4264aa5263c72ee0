package io.millirun.portal.security;

import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.web.WebAttributes;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;

/** The log-in page; a failed attempt is forwarded to it. */
@Controller
@Needs(Permission.PUBLIC)
class LogInController {

    /** Where a failed attempt is forwarded to; another path than the form's, which would be an attempt again. */
    static final String FAILED = "/login/failed";

    @RequestMapping(
            path = {"/login", FAILED},
            method = {RequestMethod.GET, RequestMethod.POST})
    String page(
            @RequestParam(defaultValue = "") String email,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        if (request.getUserPrincipal() != null) {
            return "redirect:/functions";
        }
        Object failure = request.getAttribute(WebAttributes.AUTHENTICATION_EXCEPTION);
        if (failure != null) {
            boolean locked = failure instanceof LockedException;
            response.setStatus((locked ? HttpStatus.TOO_MANY_REQUESTS : HttpStatus.UNPROCESSABLE_CONTENT).value());
            model.addAttribute("failure", locked ? "locked" : "mismatch");
        }
        model.addAttribute("email", email);
        return "log-in";
    }
}
