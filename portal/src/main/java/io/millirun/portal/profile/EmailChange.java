package io.millirun.portal.profile;

import io.millirun.portal.PortalProperties;
import io.millirun.portal.account.Person;
import io.millirun.portal.account.Users;
import io.millirun.portal.mail.Mail;
import io.millirun.portal.mail.MailServer;
import io.millirun.portal.mail.Outbox;
import io.millirun.portal.onetime.OneTimeLinks;
import io.millirun.portal.onetime.OneTimeLinks.Link;
import io.millirun.portal.onetime.OneTimeLinks.Purpose;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.springframework.context.MessageSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Another address for an account. With a mail server the new address must answer first, and the old one is told; whether
 * the new one has an account already is only found out by whoever reads its mail.
 */
@Service
class EmailChange {

    private static final Duration LIFE = Duration.ofDays(1);
    private static final int LONGEST = 254;

    private final Users users;
    private final MailServer server;
    private final Outbox outbox;
    private final OneTimeLinks links;
    private final MessageSource texts;
    private final PortalProperties properties;

    EmailChange(
            Users users,
            MailServer server,
            Outbox outbox,
            OneTimeLinks links,
            MessageSource texts,
            PortalProperties properties) {
        this.users = users;
        this.server = server;
        this.outbox = outbox;
        this.links = links;
        this.texts = texts;
        this.properties = properties;
    }

    static boolean isAddress(String text) {
        return text.length() <= LONGEST && text.matches("[^@\\s]+@[^@\\s]+\\.[^@\\s.]{2,}");
    }

    /** Changes the address, or asks the new one first; whether it asked. */
    boolean ask(Person person, String email) {
        if (!server.isConfigured()) {
            change(person, email);
            return false;
        }
        String link = properties.link("/new-email", links.issue(Purpose.CHANGE_EMAIL, person.id(), email, LIFE));
        outbox.send(new Mail(
                "change-email",
                email,
                text("mail.change-email.subject"),
                text("mail.change-email.text", person.name(), link)));
        return true;
    }

    boolean isGood(String token) {
        return links.look(Purpose.CHANGE_EMAIL, token).isPresent();
    }

    /** Carries out what a link confirms; whether it was good and the address free. */
    @Transactional
    public boolean redeem(String token) {
        Optional<Link> link = links.redeem(Purpose.CHANGE_EMAIL, token);
        if (link.isEmpty() || link.get().user() == null || link.get().payload() == null) {
            return false;
        }
        Optional<Person> person = users.person(link.get().user());
        return person.isPresent() && change(person.get(), link.get().payload());
    }

    private boolean change(Person person, String email) {
        if (users.byEmail(email).isPresent()) {
            return false;
        }
        try {
            users.changeEmail(person.id(), email);
        } catch (DataIntegrityViolationException taken) {
            return false;
        }
        outbox.send(new Mail(
                "email-changed",
                person.email(),
                text("mail.email-changed.subject"),
                text("mail.email-changed.text", person.name(), email)));
        return true;
    }

    private String text(String key, Object... values) {
        return texts.getMessage(key, values, Locale.ENGLISH);
    }
}
