package io.millirun.portal.mail;

/**
 * A mail in plain text.
 *
 * @param kind what it is about, as {@code password-reset}
 */
public record Mail(String kind, String to, String subject, String text) {

    @Override
    public String toString() {
        return "Mail[" + kind + "]";
    }
}
