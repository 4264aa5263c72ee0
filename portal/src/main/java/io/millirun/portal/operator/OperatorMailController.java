package io.millirun.portal.operator;

import io.millirun.portal.account.Person;
import io.millirun.portal.mail.Mail;
import io.millirun.portal.mail.MailServer;
import io.millirun.portal.mail.Mails;
import io.millirun.portal.mail.Outbox;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The outbox in the operators' console, and the mail test. */
@Controller
@Needs(Permission.OPERATE)
@RequestMapping("/operator/mail")
class OperatorMailController {

    private static final int MOST = 100;

    private final Mails mails;
    private final Outbox outbox;
    private final MailServer server;

    OperatorMailController(Mails mails, Outbox outbox, MailServer server) {
        this.mails = mails;
        this.outbox = outbox;
        this.server = server;
    }

    @GetMapping
    String list(Model model) {
        model.addAttribute("mails", mails.newest(MOST));
        model.addAttribute("configured", server.isConfigured());
        return "operator-mail";
    }

    @GetMapping("/{id}")
    String show(@PathVariable UUID id, Model model) {
        model.addAttribute("mail", mails.byId(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND)));
        model.addAttribute("configured", server.isConfigured());
        return "operator-mail-entry";
    }

    @PostMapping("/{id}/retry")
    String retry(@PathVariable UUID id) {
        if (server.isConfigured()) {
            mails.retry(id);
        }
        return "redirect:/operator/mail";
    }

    @PostMapping("/test")
    String test(Person person, RedirectAttributes next) {
        outbox.send(new Mail(
                "test",
                person.email(),
                "Test of Millirun's mail",
                "This mail was sent from the operator console. If you read it, mail works.\n"));
        next.addFlashAttribute("tested", person.email());
        return "redirect:/operator/mail";
    }
}
