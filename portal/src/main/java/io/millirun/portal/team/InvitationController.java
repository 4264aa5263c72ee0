package io.millirun.portal.team;

import io.millirun.portal.account.PasswordRule;
import io.millirun.portal.account.Person;
import io.millirun.portal.account.UserId;
import io.millirun.portal.account.Users;
import io.millirun.portal.audit.Actor;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.portal.security.LogIn;
import io.millirun.portal.security.MemberFilter;
import io.millirun.portal.signup.SignUp;
import io.millirun.portal.team.Invitations.Invited;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where the link of an invitation leads: to join with the account one has, or with a new one. */
@Controller
@Needs(Permission.PUBLIC)
@RequestMapping("/invitation")
class InvitationController {

    private static final String PAGE = "invitation";

    private final Invitations invitations;
    private final SignUp signUp;
    private final Users users;
    private final LogIn logIn;

    InvitationController(Invitations invitations, SignUp signUp, Users users, LogIn logIn) {
        this.invitations = invitations;
        this.signUp = signUp;
        this.users = users;
        this.logIn = logIn;
    }

    @GetMapping
    String page(
            @Nullable Person person,
            @RequestParam(defaultValue = "") String token,
            Model model,
            HttpServletResponse response) {
        Optional<Invited> invited = invitations.look(token);
        if (invited.isEmpty()) {
            response.setStatus(HttpStatus.NOT_FOUND.value());
            return PAGE;
        }
        model.addAttribute("invited", invited.get());
        model.addAttribute("token", token);
        model.addAttribute("stranger", person != null && !isFor(invited.get(), person));
        model.addAttribute("known", users.byEmail(invited.get().email()).isPresent());
        return PAGE;
    }

    @PostMapping
    String accept(
            @Nullable Person person,
            @RequestParam(defaultValue = "") String token,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") String password,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        Optional<Invited> found = invitations.look(token);
        if (found.isEmpty() || (person != null && !isFor(found.get(), person))) {
            return page(person, token, model, response);
        }
        Invited invited = found.get();
        UserId user = person != null ? person.id() : newcomer(invited, name.strip(), password, model);
        if (user == null) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return page(person, token, model, response);
        }
        invitations.accept(
                invited, user, new Actor(Actor.Kind.USER, user.toString(), invited.email(), request.getRemoteAddr()));
        if (person == null) {
            logIn.open(user, request, response);
        }
        request.getSession()
                .setAttribute(MemberFilter.CHOICE, invited.organization().toString());
        return "redirect:/";
    }

    private @Nullable UserId newcomer(Invited invited, String name, String password, Model model) {
        model.addAttribute("name", name);
        if (name.isEmpty() || name.length() > 100) {
            model.addAttribute("nameProblem", "NotBlank.form.name");
            return null;
        }
        Optional<PasswordRule.Weakness> weakness = PasswordRule.weaknessOf(password, invited.email());
        if (weakness.isPresent()) {
            model.addAttribute(
                    "passwordProblem",
                    "sign-up.password."
                            + weakness.get().name().toLowerCase(Locale.ROOT).replace('_', '-'));
            return null;
        }
        // Empty where the address has an account: its owner logs in first.
        return signUp.signUp(name, invited.email(), password).orElse(null);
    }

    private static boolean isFor(Invited invited, Person person) {
        return invited.email().equalsIgnoreCase(person.email());
    }
}
