package io.millirun.billing.ledger;

import io.millirun.billing.rating.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The books of all organizations together, for whoever runs the platform. */
@Component
public class PlatformBooks {

    private final JdbcClient worker;

    PlatformBooks(@Qualifier("worker") JdbcClient worker) {
        this.worker = worker;
    }

    /**
     * What was posted to an account in a UTC month.
     *
     * @param amount debits are positive
     */
    public record Posted(YearMonth month, Account account, Money amount) {}

    /** What was posted from {@code first} until the end of {@code last}, by month, account and currency. */
    public List<Posted> months(YearMonth first, YearMonth last) {
        return worker.sql("""
                        select date_trunc('month', t.at at time zone 'UTC')::date as month, e.account, e.currency,
                          sum(e.amount_minor)::bigint as amount_minor
                        from billing.ledger_entry e
                        join billing.ledger_transaction t on t.tenant_id = e.tenant_id and t.id = e.transaction_id
                        where (t.at at time zone 'UTC')::date >= ? and (t.at at time zone 'UTC')::date < ?
                        group by 1, 2, 3 order by 1, 2, 3""")
                .params(first.atDay(1), last.plusMonths(1).atDay(1))
                .query((row, _) ->
                        new Posted(YearMonth.from(row.getObject("month", LocalDate.class)), account(row), money(row)))
                .list();
    }

    /** What all organizations owe now, by currency. */
    public List<Money> owed() {
        return worker.sql("""
                        select currency, sum(amount_minor)::bigint as amount_minor from billing.ledger_balance
                        where account = 'receivable' group by currency having sum(amount_minor) <> 0 order by currency""").query((row, _) -> money(row)).list();
    }

    private static Account account(ResultSet row) throws SQLException {
        return Account.valueOf(row.getString("account").toUpperCase(Locale.ROOT));
    }

    private static Money money(ResultSet row) throws SQLException {
        return new Money(row.getLong("amount_minor"), Currency.getInstance(row.getString("currency")));
    }
}
