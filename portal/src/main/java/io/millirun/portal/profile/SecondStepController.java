package io.millirun.portal.profile;

import io.millirun.portal.account.Person;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.portal.throttle.Throttle;
import io.millirun.portal.throttle.Throttle.Limit;
import io.millirun.portal.totp.SecondStep;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Setting the second step of the log-in up, and switching it off. */
@Controller
@Needs(Permission.LOG_IN)
@RequestMapping("/account/second-step")
class SecondStepController {

    private static final String PAGE = "second-step";
    private static final Limit FAILURES = new Limit(10, Duration.ofMinutes(15));

    private final SecondStep secondStep;
    private final OwnPassword own;
    private final AccountPage account;
    private final Throttle throttle;

    SecondStepController(SecondStep secondStep, OwnPassword own, AccountPage account, Throttle throttle) {
        this.secondStep = secondStep;
        this.own = own;
        this.account = account;
        this.throttle = throttle;
    }

    @GetMapping
    String setup(Person person, Model model) {
        if (secondStep.isOn(person.id())) {
            return "redirect:/account";
        }
        model.addAttribute("setup", secondStep.setup(person.id(), person.email()));
        return PAGE;
    }

    @PostMapping
    String confirm(
            Person person, @RequestParam(defaultValue = "") String code, Model model, HttpServletResponse response) {
        String subject = "second-step " + person.id();
        Optional<List<String>> codes =
                throttle.isExhausted(subject, FAILURES) ? Optional.empty() : secondStep.confirm(person.id(), code);
        if (codes.isEmpty()) {
            throttle.count(subject, FAILURES);
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            model.addAttribute("problem", "log-in.code.wrong");
            return setup(person, model);
        }
        model.addAttribute("codes", codes.get());
        return PAGE;
    }

    @PostMapping("/codes")
    String renew(
            Person person,
            @RequestParam(defaultValue = "") String password,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        if (!secondStep.isOn(person.id()) || !own.isRight(person.id(), password)) {
            return account.refuse("codesPassword", "account.password.wrong", person, request, response, model);
        }
        model.addAttribute("codes", secondStep.renewRecoveryCodes(person.id()));
        return PAGE;
    }

    @PostMapping("/off")
    String switchOff(
            Person person,
            @RequestParam(defaultValue = "") String password,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model,
            RedirectAttributes next) {
        if (!own.isRight(person.id(), password)) {
            return account.refuse("offPassword", "account.password.wrong", person, request, response, model);
        }
        secondStep.switchOff(person.id());
        next.addFlashAttribute("done", "account.second-step.off.done");
        return "redirect:/account";
    }
}
