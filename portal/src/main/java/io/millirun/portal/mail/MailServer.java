package io.millirun.portal.mail;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.mail.MailException;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.stereotype.Component;

/** The SMTP server, if one is configured. */
@Component
public class MailServer {

    private final @Nullable JavaMailSender sender;
    private final String from;

    MailServer(
            ObjectProvider<JavaMailSender> sender,
            MailProperties properties,
            @Value("${spring.mail.host:}") String host) {
        this.sender = host.isBlank() ? null : sender.getIfAvailable();
        this.from = properties.from();
    }

    /** Whether mails can leave the platform. */
    public boolean isConfigured() {
        return sender != null;
    }

    /**
     * Hands a mail to the server.
     *
     * @throws MailException if it did not take it
     */
    void deliver(Mail mail) {
        SimpleMailMessage message = new SimpleMailMessage();
        message.setFrom(from);
        message.setTo(mail.to());
        message.setSubject(mail.subject());
        message.setText(mail.text());
        Objects.requireNonNull(sender).send(message);
    }
}
