package io.millirun.portal.profile;

import io.millirun.portal.account.Account;
import io.millirun.portal.account.PasswordRule;
import io.millirun.portal.account.UserId;
import io.millirun.portal.account.Users;
import io.millirun.portal.onetime.OneTimeLinks;
import io.millirun.portal.onetime.OneTimeLinks.Link;
import io.millirun.portal.onetime.OneTimeLinks.Purpose;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.portal.throttle.Throttle;
import io.millirun.portal.throttle.Throttle.Limit;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** A new password for whoever reads the address's mail. The first page answers the same whether there is an account. */
@Controller
@Needs(Permission.PUBLIC)
class PasswordResetController {

    private static final String ASK = "password-forgotten";
    private static final String RESET = "password-reset";
    private static final Limit PER_ADDRESS = new Limit(3, Duration.ofHours(1));
    private static final Limit PER_MACHINE = new Limit(20, Duration.ofHours(1));

    private final Users users;
    private final PasswordResetMail mail;
    private final OneTimeLinks links;
    private final PasswordEncoder passwords;
    private final OpenSessions sessions;
    private final Throttle throttle;

    PasswordResetController(
            Users users,
            PasswordResetMail mail,
            OneTimeLinks links,
            PasswordEncoder passwords,
            OpenSessions sessions,
            Throttle throttle) {
        this.users = users;
        this.mail = mail;
        this.links = links;
        this.passwords = passwords;
        this.sessions = sessions;
        this.throttle = throttle;
    }

    @GetMapping("/password/forgotten")
    String ask() {
        return ASK;
    }

    @PostMapping("/password/forgotten")
    String send(@RequestParam(defaultValue = "") String email, HttpServletRequest request, Model model) {
        String address = email.strip();
        String perAddress = "reset " + address.toLowerCase(Locale.ROOT);
        String perMachine = "reset from " + request.getRemoteAddr();
        boolean tooOften =
                throttle.isExhausted(perAddress, PER_ADDRESS) || throttle.isExhausted(perMachine, PER_MACHINE);
        throttle.count(perAddress, PER_ADDRESS);
        throttle.count(perMachine, PER_MACHINE);
        if (!tooOften) {
            // On a thread of its own: how long the answer takes tells nothing either.
            Thread.ofVirtual().start(() -> mail.send(address));
        }
        model.addAttribute("sent", address);
        return ASK;
    }

    @GetMapping("/password/reset")
    String form(@RequestParam(defaultValue = "") String token, Model model, HttpServletResponse response) {
        boolean good = links.look(Purpose.RESET_PASSWORD, token).isPresent();
        model.addAttribute("good", good);
        model.addAttribute("token", token);
        if (!good) {
            response.setStatus(HttpStatus.NOT_FOUND.value());
        }
        return RESET;
    }

    @PostMapping("/password/reset")
    String reset(
            @RequestParam(defaultValue = "") String token,
            @RequestParam(defaultValue = "") String password,
            Model model,
            HttpServletResponse response) {
        Optional<UserId> user = links.look(Purpose.RESET_PASSWORD, token).map(Link::user);
        Optional<Account> account = user.flatMap(users::account);
        if (account.isEmpty()) {
            return form("", model, response);
        }
        Optional<PasswordRule.Weakness> weakness =
                PasswordRule.weaknessOf(password, account.get().email());
        if (weakness.isPresent()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            model.addAttribute(
                    "passwordProblem",
                    "sign-up.password."
                            + weakness.get().name().toLowerCase(Locale.ROOT).replace('_', '-'));
            return form(token, model, response);
        }
        if (links.redeem(Purpose.RESET_PASSWORD, token).isEmpty()) {
            return form("", model, response);
        }
        users.changePassword(account.get().id(), passwords.encode(password));
        users.confirm(account.get().id());
        sessions.endOthers(account.get().id(), null);
        return "redirect:/login?reset";
    }
}
