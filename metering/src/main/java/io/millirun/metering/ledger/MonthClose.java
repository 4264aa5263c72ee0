package io.millirun.metering.ledger;

import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Closes UTC months, so that what was invoiced stays as it was. Records that come later are kept and counted like all
 * others, and billed with the month that is open then.
 */
@Component
public class MonthClose {

    /** Name of the lock: who takes records in holds it shared, who closes a month alone. */
    public static final String LOCK = "metering.closed_month";

    private final JdbcClient worker;
    private final TransactionTemplate transaction;
    private final Clock clock;

    MonthClose(
            @Qualifier("worker") JdbcClient worker,
            @Qualifier("worker") PlatformTransactionManager transactions,
            Clock clock) {
        this.worker = worker;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** The latest month that is closed; all before it are. */
    public Optional<YearMonth> last() {
        return worker.sql("select max(month) from metering.closed_month")
                .query(LocalDate.class)
                .optional()
                .map(YearMonth::from);
    }

    /** Whether it is closed. */
    public boolean isClosed(YearMonth month) {
        return last().filter(last -> !month.isAfter(last)).isPresent();
    }

    /** The month in which the first record started that is there; empty if there is none. */
    public Optional<YearMonth> first() {
        return worker.sql("select min(day) from metering.usage_day")
                .query(LocalDate.class)
                .optional()
                .map(YearMonth::from);
    }

    /** Closes a month, and with it all before. When this returns, nothing can be added to it any more. */
    public void close(YearMonth month) {
        if (!month.isBefore(YearMonth.now(clock.withZone(ZoneOffset.UTC)))) {
            throw new IllegalArgumentException("a month that is not over: " + month);
        }
        transaction.executeWithoutResult(_ -> {
            worker.sql("select pg_advisory_xact_lock(hashtext(?))")
                    .param(LOCK)
                    .query((_, row) -> row)
                    .list();
            worker.sql("insert into metering.closed_month (month, closed_at) values (?, ?) on conflict do nothing")
                    .params(month.atDay(1), clock.instant().atOffset(ZoneOffset.UTC))
                    .update();
        });
    }
}
