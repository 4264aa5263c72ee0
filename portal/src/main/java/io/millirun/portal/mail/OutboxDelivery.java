package io.millirun.portal.mail;

import io.millirun.kernel.ProcessRole;
import io.millirun.portal.ConditionalOnRole;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mail.MailException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Delivers what waits in the outbox, in pauses that double from a minute, eight times at most. */
@Component
@ConditionalOnRole(ProcessRole.PORTAL)
class OutboxDelivery {

    private static final Logger log = LoggerFactory.getLogger(OutboxDelivery.class);

    private static final int MOST_ATTEMPTS = 8;
    private static final int MOST_AT_ONCE = 100;
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);

    private final JdbcClient worker;
    private final MailServer server;
    private final Clock clock;

    OutboxDelivery(@Qualifier("worker") JdbcClient worker, MailServer server, Clock clock) {
        this.worker = worker;
        this.server = server;
        this.clock = clock;
    }

    private record Due(UUID id, Mail mail, int attempts) {}

    @Scheduled(fixedDelay = 3, timeUnit = TimeUnit.SECONDS)
    void deliver() {
        if (!server.isConfigured()) {
            return;
        }
        for (int i = 0; i < MOST_AT_ONCE; i++) {
            Optional<Due> due = claim();
            if (due.isEmpty()) {
                return;
            }
            deliver(due.get());
        }
    }

    /** Takes the next mail and puts its next attempt off, so that no other process takes it and a crash only delays it. */
    private Optional<Due> claim() {
        return worker.sql("""
                        update portal.mails set attempts = attempts + 1, next_attempt_at = :later
                        where id = (select id from portal.mails where state = 'WAITING' and next_attempt_at <= :now
                                    order by next_attempt_at limit 1 for update skip locked)
                        returning id, kind, recipient, subject, body, attempts""")
                .param("now", Timestamp.from(clock.instant()))
                .param("later", Timestamp.from(clock.instant().plus(FIRST_PAUSE)))
                .query((row, _) -> new Due(
                        row.getObject(1, UUID.class),
                        new Mail(row.getString(2), row.getString(3), row.getString(4), row.getString(5)),
                        row.getInt(6)))
                .optional();
    }

    private void deliver(Due due) {
        try {
            server.deliver(due.mail());
            worker.sql("""
                            update portal.mails
                            set state = 'SENT', sent_at = ?, next_attempt_at = null, last_error = null, body = null
                            where id = ?""").params(Timestamp.from(clock.instant()), due.id()).update();
        } catch (MailException failed) {
            log.warn("A mail ({}) was not delivered: {}", due.mail().kind(), failed.getMessage());
            boolean last = due.attempts() >= MOST_ATTEMPTS;
            Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(due.attempts(), MOST_ATTEMPTS));
            worker.sql("update portal.mails set state = ?, next_attempt_at = ?, last_error = ? where id = ?")
                    .param(last ? "FAILED" : "WAITING")
                    .param(last ? null : Timestamp.from(clock.instant().plus(pause)))
                    .param(String.valueOf(failed.getMessage()))
                    .param(due.id())
                    .update();
        }
    }
}
