package io.millirun.portal.profile;

import io.millirun.portal.account.PasswordRule;
import io.millirun.portal.account.Person;
import io.millirun.portal.account.Users;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** A person's account: name, address, password, sessions. */
@Controller
@Needs(Permission.LOG_IN)
@RequestMapping("/account")
class AccountController {

    private static final String BACK = "redirect:/account";
    private static final int LONGEST_NAME = 100;

    private final AccountPage page;
    private final Users users;
    private final OwnPassword own;
    private final PasswordEncoder passwords;
    private final OpenSessions sessions;
    private final EmailChange emails;

    AccountController(
            AccountPage page,
            Users users,
            OwnPassword own,
            PasswordEncoder passwords,
            OpenSessions sessions,
            EmailChange emails) {
        this.page = page;
        this.users = users;
        this.own = own;
        this.passwords = passwords;
        this.sessions = sessions;
        this.emails = emails;
    }

    @GetMapping
    String show(Person person, HttpServletRequest request, Model model) {
        return page.show(person, request, model);
    }

    @PostMapping("/name")
    String rename(
            Person person,
            @RequestParam(defaultValue = "") String name,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model,
            RedirectAttributes next) {
        String kept = name.strip();
        if (kept.isEmpty() || kept.length() > LONGEST_NAME) {
            return page.refuse("name", "NotBlank.form.name", person, request, response, model);
        }
        users.rename(person.id(), kept);
        next.addFlashAttribute("done", "account.name.done");
        return BACK;
    }

    @PostMapping("/email")
    String changeEmail(
            Person person,
            @RequestParam(defaultValue = "") String email,
            @RequestParam(defaultValue = "") String password,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model,
            RedirectAttributes next) {
        String kept = email.strip();
        model.addAttribute("newEmail", kept);
        if (!EmailChange.isAddress(kept)) {
            return page.refuse("email", "Email.form.email", person, request, response, model);
        }
        if (!own.isRight(person.id(), password)) {
            return page.refuse("emailPassword", "account.password.wrong", person, request, response, model);
        }
        next.addFlashAttribute("done", emails.ask(person, kept) ? "account.email.asked" : "account.email.done");
        return BACK;
    }

    @PostMapping("/password")
    String changePassword(
            Person person,
            @RequestParam(defaultValue = "") String current,
            @RequestParam(defaultValue = "") String password,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model,
            RedirectAttributes next) {
        Optional<PasswordRule.Weakness> weakness = PasswordRule.weaknessOf(password, person.email());
        if (weakness.isPresent()) {
            String text = "sign-up.password."
                    + weakness.get().name().toLowerCase(Locale.ROOT).replace('_', '-');
            return page.refuse("password", text, person, request, response, model);
        }
        if (!own.isRight(person.id(), current)) {
            return page.refuse("current", "account.password.wrong", person, request, response, model);
        }
        users.changePassword(person.id(), passwords.encode(password));
        sessions.endOthers(person.id(), request.getSession().getId());
        next.addFlashAttribute("done", "account.password.done");
        return BACK;
    }

    @PostMapping("/sessions/{session}/end")
    String endSession(Person person, @PathVariable String session, RedirectAttributes next) {
        if (!sessions.end(person.id(), session)) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        next.addFlashAttribute("done", "account.session.done");
        return BACK;
    }

    @PostMapping("/sessions/end-others")
    String endOtherSessions(Person person, HttpServletRequest request, RedirectAttributes next) {
        sessions.endOthers(person.id(), request.getSession().getId());
        next.addFlashAttribute("done", "account.sessions.done");
        return BACK;
    }
}
