package io.millirun.portal.mail;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How mails look; the server is Spring's {@code spring.mail}.
 *
 * @param from sender of all mails
 */
@ConfigurationProperties("millirun.mail")
public record MailProperties(
        @DefaultValue("millirun@localhost") String from) {}
