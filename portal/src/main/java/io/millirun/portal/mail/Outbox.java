package io.millirun.portal.mail;

import io.millirun.kernel.Uuid7;
import java.sql.Timestamp;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Takes mails in the transaction of the change they tell of; without a mail server they stay for operators to read. */
@Repository
public class Outbox {

    private final JdbcClient jdbc;
    private final JdbcClient worker;
    private final MailServer server;
    private final Clock clock;

    Outbox(JdbcClient jdbc, @Qualifier("worker") JdbcClient worker, MailServer server, Clock clock) {
        this.jdbc = jdbc;
        this.worker = worker;
        this.server = server;
        this.clock = clock;
    }

    /** Sends a mail soon after the transaction in progress commits. */
    public void send(Mail mail) {
        put(jdbc, mail);
    }

    /** The same for jobs, whose transaction in progress is the worker's. */
    public void sendFromJob(Mail mail) {
        put(worker, mail);
    }

    private void put(JdbcClient client, Mail mail) {
        Timestamp now = Timestamp.from(clock.instant());
        @Nullable Timestamp due = server.isConfigured() ? now : null;
        client.sql("""
                        insert into portal.mails
                            (id, kind, recipient, subject, body, created_at, state, next_attempt_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?)""")
                .param(Uuid7.next())
                .param(mail.kind())
                .param(mail.to())
                .param(mail.subject())
                .param(mail.text())
                .param(now)
                .param(due == null ? "KEPT" : "WAITING")
                .param(due)
                .update();
    }
}
