package io.millirun.portal.signup;

import io.millirun.portal.PortalProperties;
import io.millirun.portal.account.PasswordRule;
import io.millirun.portal.organization.Slug;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.portal.security.LogIn;
import io.millirun.portal.settings.PlatformSettings;
import io.millirun.portal.settings.PlatformSettings.SignUpMode;
import io.millirun.portal.throttle.Throttle;
import io.millirun.portal.throttle.Throttle.Limit;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.time.Duration;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** The sign-up page. */
@Controller
@Needs(Permission.PUBLIC)
@RequestMapping("/sign-up")
class SignUpController {

    private static final String VIEW = "sign-up";
    private static final String CLOSED = "sign-up-closed";

    private final SignUp signUp;
    private final LogIn logIn;
    private final PlatformSettings settings;
    private final Throttle throttle;
    private final Limit limit;

    SignUpController(
            SignUp signUp, LogIn logIn, PlatformSettings settings, Throttle throttle, PortalProperties properties) {
        this.settings = settings;
        this.signUp = signUp;
        this.logIn = logIn;
        this.throttle = throttle;
        this.limit = new Limit(properties.signUpsPerHour(), Duration.ofHours(1));
    }

    @GetMapping
    String page(HttpServletRequest request, Model model) {
        if (request.getUserPrincipal() != null) {
            return "redirect:/functions";
        }
        model.addAttribute("form", new SignUpForm("", "", "", ""));
        return settings.signUpMode() == SignUpMode.INVITATION ? CLOSED : VIEW;
    }

    @PostMapping
    String submit(
            @Valid @ModelAttribute("form") SignUpForm form,
            BindingResult errors,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (settings.signUpMode() == SignUpMode.INVITATION) {
            response.setStatus(HttpStatus.FORBIDDEN.value());
            return CLOSED;
        }
        check(form, errors);
        if (errors.hasErrors()) {
            return again(HttpStatus.UNPROCESSABLE_CONTENT, response);
        }
        String subject = "sign-up " + request.getRemoteAddr();
        if (throttle.isExhausted(subject, limit)) {
            errors.reject("sign-up.too-many");
            return again(HttpStatus.TOO_MANY_REQUESTS, response);
        }
        // Refused ones count too: the answer tells whether an address has an account.
        throttle.count(subject, limit);
        Slug organization = new Slug(form.organization());
        switch (signUp.signUp(form.name(), form.email(), form.password(), organization, request.getRemoteAddr())) {
            case SignUp.Outcome.SignedUp(var user, var _) -> {
                logIn.open(user, request, response);
                return "redirect:/functions";
            }
            case SignUp.Outcome.EmailTaken() -> errors.rejectValue("email", "sign-up.email.taken");
            case SignUp.Outcome.OrganizationTaken() -> errors.rejectValue("organization", "sign-up.organization.taken");
        }
        return again(HttpStatus.UNPROCESSABLE_CONTENT, response);
    }

    private static void check(SignUpForm form, BindingResult errors) {
        PasswordRule.weaknessOf(form.password(), form.email())
                .ifPresent(weakness -> errors.rejectValue(
                        "password",
                        "sign-up.password."
                                + weakness.name().toLowerCase(Locale.ROOT).replace('_', '-')));
        if (!Slug.isValid(form.organization())) {
            errors.rejectValue("organization", "sign-up.organization.form");
        }
    }

    private static String again(HttpStatus status, HttpServletResponse response) {
        response.setStatus(status.value());
        return VIEW;
    }
}
