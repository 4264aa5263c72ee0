package io.millirun.portal.signup;

import io.millirun.portal.PortalProperties;
import io.millirun.portal.account.UserId;
import io.millirun.portal.account.Users;
import io.millirun.portal.mail.Mail;
import io.millirun.portal.mail.MailServer;
import io.millirun.portal.mail.Outbox;
import io.millirun.portal.onetime.OneTimeLinks;
import io.millirun.portal.onetime.OneTimeLinks.Purpose;
import java.time.Duration;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Asks newcomers to confirm their address by mail; without a mail server it is taken as it is. */
@Component
public class Greeting {

    private static final Duration LIFE = Duration.ofDays(3);

    private final Users users;
    private final MailServer server;
    private final Outbox outbox;
    private final OneTimeLinks links;
    private final MessageSource texts;
    private final PortalProperties properties;

    Greeting(
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

    /** Mails a link that confirms the address, in the transaction in progress. */
    public void ask(UserId user, String name, String email) {
        if (!server.isConfigured()) {
            users.confirm(user);
            return;
        }
        String secret = links.issue(Purpose.CONFIRM_EMAIL, user, email, LIFE);
        String link = properties.link("/confirm-email", secret);
        outbox.send(new Mail(
                "confirm-email",
                email,
                texts.getMessage("mail.confirm.subject", null, Locale.ENGLISH),
                texts.getMessage("mail.confirm.text", new Object[] {name, link}, Locale.ENGLISH)));
    }
}
