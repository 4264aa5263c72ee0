package io.millirun.portal.mail;

import io.millirun.portal.jobs.FailedJobs;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Mails that could not be delivered. */
@Component
class FailedMails implements FailedJobs {

    private final Mails mails;
    private final MailServer server;

    FailedMails(Mails mails, MailServer server) {
        this.mails = mails;
        this.server = server;
    }

    @Override
    public String kind() {
        return "mail";
    }

    @Override
    public List<FailedJob> failed(int most) {
        return mails.undelivered(most).stream()
                .map(mail -> new FailedJob(
                        mail.id().toString(),
                        mail.subject() + " → " + mail.recipient(),
                        mail.lastError() == null ? "" : mail.lastError(),
                        mail.createdAt(),
                        1,
                        "/operator/mail/" + mail.id()))
                .toList();
    }

    @Override
    public boolean retry(String id) {
        if (!server.isConfigured()) {
            return false;
        }
        try {
            return mails.byId(UUID.fromString(id)).isPresent() && mails.retry(UUID.fromString(id));
        } catch (IllegalArgumentException noId) {
            return false;
        }
    }
}
