package io.millirun.billing.invoice;

import java.util.Locale;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Gives out numbers without gaps, one series per issuer, kind of document and UTC year. Who takes one holds the series until
 * its transaction ends; if that is rolled back, the number is the next one's.
 */
@Component
class DocumentNumbers {

    private final JdbcClient worker;

    DocumentNumbers(@Qualifier("worker") JdbcClient worker) {
        this.worker = worker;
    }

    /** Kinds of numbered documents. */
    enum Series {
        INVOICE(""),
        CREDIT_NOTE("CN-");

        private final String mark;

        Series(String mark) {
            this.mark = mark;
        }
    }

    /** A number that was given out. */
    record DocumentNumber(String issuer, Series series, int year, int sequence) {

        /** {@code MR-2026-000017}, {@code MR-CN-2026-000003}. */
        String text() {
            return String.format(Locale.ROOT, "%s-%s%d-%06d", issuer, series.mark, year, sequence);
        }
    }

    /** The next number, in the transaction in progress. */
    DocumentNumber next(String issuer, Series series, int year) {
        int sequence = worker.sql("""
                        insert into billing.number_series as s (issuer, series, year, last) values (?, ?, ?, 1)
                        on conflict (issuer, series, year) do update set last = s.last + 1
                        returning last""")
                .params(issuer, series.name().toLowerCase(Locale.ROOT), year)
                .query(Integer.class)
                .single();
        return new DocumentNumber(issuer, series, year, sequence);
    }
}
