package io.millirun.portal.team;

import io.millirun.portal.account.Person;
import io.millirun.portal.account.Users;
import io.millirun.portal.mail.MailServer;
import io.millirun.portal.onetime.OneTimeLinks;
import io.millirun.portal.onetime.OneTimeLinks.Link;
import io.millirun.portal.onetime.OneTimeLinks.Purpose;
import io.millirun.portal.organization.Member;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.portal.signup.Greeting;
import io.millirun.portal.throttle.Throttle;
import io.millirun.portal.throttle.Throttle.Limit;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What newcomers wait for: the confirmation of their address, or an operator who lets their organization in. */
@Controller
class WelcomeController {

    private static final Limit MAILS = new Limit(5, Duration.ofHours(1));

    private final Users users;
    private final MailServer mail;
    private final Greeting greeting;
    private final OneTimeLinks links;
    private final Throttle throttle;

    WelcomeController(Users users, MailServer mail, Greeting greeting, OneTimeLinks links, Throttle throttle) {
        this.users = users;
        this.mail = mail;
        this.greeting = greeting;
        this.links = links;
        this.throttle = throttle;
    }

    @GetMapping("/welcome")
    @Needs(Permission.LOG_IN)
    String page(Person person, @Nullable Member member, Model model) {
        boolean unconfirmed = !person.confirmed() && mail.isConfigured();
        if (!unconfirmed && (member == null || !member.pending())) {
            return "redirect:/";
        }
        model.addAttribute("unconfirmed", unconfirmed);
        return "welcome";
    }

    @PostMapping("/welcome/mail")
    @Needs(Permission.LOG_IN)
    String again(Person person, RedirectAttributes next) {
        String subject = "confirm " + person.id();
        if (!person.confirmed() && !throttle.isExhausted(subject, MAILS)) {
            throttle.count(subject, MAILS);
            greeting.ask(person.id(), person.name(), person.email());
            next.addFlashAttribute("mailed", true);
        }
        return "redirect:/welcome";
    }

    @GetMapping("/confirm-email")
    @Needs(Permission.PUBLIC)
    String ask(@RequestParam(defaultValue = "") String token, Model model, HttpServletResponse response) {
        boolean good = links.look(Purpose.CONFIRM_EMAIL, token).isPresent();
        model.addAttribute("good", good);
        model.addAttribute("token", token);
        response.setStatus((good ? HttpStatus.OK : HttpStatus.NOT_FOUND).value());
        return "confirm-email";
    }

    /** A step of its own: programs that look at links in mails must not use them up. */
    @PostMapping("/confirm-email")
    @Needs(Permission.PUBLIC)
    String confirm(@RequestParam(defaultValue = "") String token, Model model, HttpServletResponse response) {
        Optional<Link> link = links.redeem(Purpose.CONFIRM_EMAIL, token);
        if (link.isEmpty() || link.get().user() == null) {
            return ask(token, model, response);
        }
        users.confirm(link.get().user());
        return "redirect:/";
    }
}
