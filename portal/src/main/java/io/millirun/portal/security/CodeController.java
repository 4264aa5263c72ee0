package io.millirun.portal.security;

import io.millirun.portal.account.UserId;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.portal.throttle.Throttle;
import io.millirun.portal.throttle.Throttle.Limit;
import io.millirun.portal.totp.SecondStep;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The second step of a log-in. Until it is done the session belongs to nobody; it only knows whose password was right. */
@Controller
@Needs(Permission.PUBLIC)
@RequestMapping("/login/code")
class CodeController {

    private static final String PAGE = "log-in-code";
    private static final String WAITING = "second-step.user";
    private static final String SINCE = "second-step.since";
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Limit FAILURES = new Limit(5, Duration.ofMinutes(15));

    private final SecondStep secondStep;
    private final LogIn logIn;
    private final Throttle throttle;

    CodeController(SecondStep secondStep, LogIn logIn, Throttle throttle) {
        this.secondStep = secondStep;
        this.logIn = logIn;
        this.throttle = throttle;
    }

    /** Takes back what the password opened, and asks for the code. */
    static void begin(UserId user, HttpServletRequest request, HttpServletResponse response) throws IOException {
        SecurityContextHolder.clearContext();
        new HttpSessionSecurityContextRepository()
                .saveContext(SecurityContextHolder.createEmptyContext(), request, response);
        HttpSession session = request.getSession();
        session.setAttribute(WAITING, user.toString());
        session.setAttribute(SINCE, System.currentTimeMillis());
        response.sendRedirect("/login/code");
    }

    @GetMapping
    String page(HttpServletRequest request) {
        return waiting(request) == null ? "redirect:/login" : PAGE;
    }

    @PostMapping
    String check(
            @RequestParam(defaultValue = "") String code,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        UserId user = waiting(request);
        if (user == null) {
            return "redirect:/login";
        }
        String subject = "code " + user;
        if (throttle.isExhausted(subject, FAILURES)) {
            response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
            model.addAttribute("problem", "log-in.code.locked");
            return PAGE;
        }
        if (!secondStep.verify(user, code)) {
            throttle.count(subject, FAILURES);
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            model.addAttribute("problem", "log-in.code.wrong");
            return PAGE;
        }
        throttle.forget(subject);
        request.getSession().removeAttribute(WAITING);
        return "redirect:" + logIn.complete(user, request, response);
    }

    private static @Nullable UserId waiting(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        return session != null
                        && session.getAttribute(WAITING) instanceof String user
                        && session.getAttribute(SINCE) instanceof Long since
                        && System.currentTimeMillis() - since < PATIENCE.toMillis()
                ? new UserId(UUID.fromString(user))
                : null;
    }
}
