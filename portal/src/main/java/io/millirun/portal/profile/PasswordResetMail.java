package io.millirun.portal.profile;

import io.millirun.portal.PortalProperties;
import io.millirun.portal.account.Account;
import io.millirun.portal.account.Users;
import io.millirun.portal.mail.Mail;
import io.millirun.portal.mail.Outbox;
import io.millirun.portal.onetime.OneTimeLinks;
import io.millirun.portal.onetime.OneTimeLinks.Purpose;
import java.time.Duration;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Mails the link that a forgotten password is replaced with. */
@Component
class PasswordResetMail {

    private static final Logger log = LoggerFactory.getLogger(PasswordResetMail.class);

    private static final Duration LIFE = Duration.ofHours(1);

    private final Users users;
    private final Outbox outbox;
    private final OneTimeLinks links;
    private final MessageSource texts;
    private final PortalProperties properties;

    PasswordResetMail(
            Users users, Outbox outbox, OneTimeLinks links, MessageSource texts, PortalProperties properties) {
        this.users = users;
        this.outbox = outbox;
        this.links = links;
        this.texts = texts;
        this.properties = properties;
    }

    /** To the account with that address, if there is one. */
    void send(String email) {
        try {
            users.byEmail(email).ifPresent(this::send);
        } catch (RuntimeException failed) {
            log.error("A link for a new password was not mailed", failed);
        }
    }

    private void send(Account account) {
        String link = properties.link("/password/reset", links.issue(Purpose.RESET_PASSWORD, account.id(), null, LIFE));
        outbox.send(new Mail(
                "password-reset",
                account.email(),
                texts.getMessage("mail.reset.subject", null, Locale.ENGLISH),
                texts.getMessage("mail.reset.text", new Object[] {account.name(), link}, Locale.ENGLISH)));
    }
}
