package io.millirun.portal.notice;

import io.millirun.billing.notice.Notice;
import io.millirun.billing.notice.Notices;
import io.millirun.kernel.ProcessRole;
import io.millirun.portal.ConditionalOnRole;
import io.millirun.portal.mail.Mail;
import io.millirun.portal.mail.Outbox;
import io.millirun.portal.organization.Members;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Hands billing's notices to the outbox: mail and mark in one transaction, so that each goes out once. */
@Component
@ConditionalOnRole(ProcessRole.PORTAL)
class NoticeDelivery {

    private static final Logger log = LoggerFactory.getLogger(NoticeDelivery.class);

    private final Notices notices;
    private final NoticeTexts texts;
    private final NoticeReaders readers;
    private final Members organizations;
    private final Outbox outbox;
    private final TransactionTemplate transaction;

    NoticeDelivery(
            Notices notices,
            NoticeTexts texts,
            NoticeReaders readers,
            Members organizations,
            Outbox outbox,
            @Qualifier("worker") PlatformTransactionManager transactions) {
        this.notices = notices;
        this.texts = texts;
        this.readers = readers;
        this.organizations = organizations;
        this.outbox = outbox;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Scheduled(fixedDelay = 2, timeUnit = TimeUnit.SECONDS)
    void deliver() {
        try {
            transaction.executeWithoutResult(_ -> notices.waiting().forEach(this::deliver));
        } catch (DataAccessException away) {
            log.warn("notices cannot be handed over: {}", away.getMessage());
        }
    }

    private void deliver(Notice notice) {
        String organization = organizations.nameOf(notice.tenant()).orElse("");
        NoticeTexts.Words words = texts.of(notice, organization);
        String kind = notice.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
        readers.of(notice.tenant())
                .forEach(address -> outbox.sendFromJob(new Mail(kind, address, words.subject(), words.text())));
        notices.handedOver(notice);
    }
}
