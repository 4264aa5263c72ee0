package io.millirun.portal.operator;

import io.millirun.portal.account.PasswordRule;
import io.millirun.portal.account.Person;
import io.millirun.portal.account.UserId;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.portal.security.LogIn;
import io.millirun.portal.signup.SignUp;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where the link that the first start prints leads to. */
@Controller
@Needs(Permission.PUBLIC)
@RequestMapping("/become-operator")
class BecomeOperatorController {

    private static final String PAGE = "become-operator";

    private final FirstOperator first;
    private final SignUp signUp;
    private final LogIn logIn;

    BecomeOperatorController(FirstOperator first, SignUp signUp, LogIn logIn) {
        this.first = first;
        this.signUp = signUp;
        this.logIn = logIn;
    }

    @GetMapping
    String page(@RequestParam(defaultValue = "") String token, Model model, HttpServletResponse response) {
        boolean good = first.isGood(token);
        model.addAttribute("good", good);
        model.addAttribute("token", token);
        if (!good) {
            response.setStatus(HttpStatus.NOT_FOUND.value());
        }
        return PAGE;
    }

    @PostMapping
    String claim(
            @Nullable Person person,
            @RequestParam(defaultValue = "") String token,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String email,
            @RequestParam(defaultValue = "") String password,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (!first.isGood(token)) {
            return page(token, model, response);
        }
        UserId user = person != null ? person.id() : newcomer(name.strip(), email.strip(), password, model);
        if (user == null) {
            model.addAttribute("name", name);
            model.addAttribute("email", email);
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return page(token, model, response);
        }
        if (!first.claim(token, user)) {
            return page(token, model, response);
        }
        if (person == null) {
            logIn.open(user, request, response);
        }
        return "redirect:/operator";
    }

    private @Nullable UserId newcomer(String name, String email, String password, Model model) {
        if (name.isEmpty() || name.length() > 100) {
            model.addAttribute("nameProblem", "NotBlank.form.name");
            return null;
        }
        if (!email.matches("[^@\\s]+@[^@\\s]+\\.[^@\\s.]{2,}") || email.length() > 254) {
            model.addAttribute("emailProblem", "Email.form.email");
            return null;
        }
        var weakness = PasswordRule.weaknessOf(password, email);
        if (weakness.isPresent()) {
            model.addAttribute(
                    "passwordProblem",
                    "sign-up.password."
                            + weakness.get().name().toLowerCase(Locale.ROOT).replace('_', '-'));
            return null;
        }
        return signUp.signUp(name, email, password).orElseGet(() -> {
            model.addAttribute("emailProblem", "sign-up.email.taken");
            return null;
        });
    }
}
