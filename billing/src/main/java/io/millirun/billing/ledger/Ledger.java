package io.millirun.billing.ledger;

import io.millirun.billing.rating.Money;
import io.millirun.kernel.TenantId;
import io.millirun.kernel.Uuid7;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The books of all organizations. Posts within the worker's transaction in progress; nothing is ever changed. */
@Component
public class Ledger {

    private final JdbcClient worker;
    private final Clock clock;

    Ledger(@Qualifier("worker") JdbcClient worker, Clock clock) {
        this.worker = worker;
        this.clock = clock;
    }

    /**
     * What an account adds up to.
     *
     * @param amount positive if debits prevail
     */
    public record Balance(Account account, Money amount) {}

    /**
     * One line of an account's history.
     *
     * @param amount debits are positive
     */
    public record Entry(
            Instant at,
            LedgerTransaction.Kind kind,
            String reference,
            @Nullable UUID invoice,
            String note,
            Account account,
            Money amount) {}

    /** Adds a transaction; returns false, having changed nothing, if its event was posted already. */
    public boolean post(LedgerTransaction transaction) {
        UUID id = Uuid7.next();
        int added = worker.sql("""
                        insert into billing.ledger_transaction (tenant_id, id, kind, reference, invoice_id, note, at)
                        values (?, ?, ?, ?, ?, ?, ?)
                        on conflict (tenant_id, kind, reference) do nothing""")
                .param(transaction.tenant().value())
                .param(id)
                .param(transaction.kind().text())
                .param(transaction.reference())
                .param(transaction.invoice())
                .param(transaction.note())
                .param(clock.instant().atOffset(ZoneOffset.UTC))
                .update();
        if (added == 0) {
            return false;
        }
        int ordinal = 0;
        for (Posting posting : transaction.postings()) {
            worker.sql("""
                            insert into billing.ledger_entry
                              (tenant_id, transaction_id, ordinal, account, currency, amount_minor)
                            values (?, ?, ?, ?, ?, ?)""")
                    .params(
                            transaction.tenant().value(),
                            id,
                            ++ordinal,
                            name(posting.account()),
                            posting.amount().currency().getCurrencyCode(),
                            posting.amount().minorUnits())
                    .update();
        }
        return true;
    }

    /** An organization's balances that are not zero. */
    public List<Balance> balances(TenantId tenant) {
        return worker.sql("""
                        select account, currency, amount_minor from billing.ledger_balance
                        where tenant_id = ? and amount_minor <> 0 order by account, currency""")
                .param(tenant.value())
                .query((row, _) -> new Balance(account(row), money(row)))
                .list();
    }

    /** What happened, the latest first. */
    public List<Entry> entries(TenantId tenant, Account account, int most) {
        return worker.sql("""
                        select t.at, t.kind, t.reference, t.invoice_id, t.note, e.account, e.currency, e.amount_minor
                        from billing.ledger_entry e
                        join billing.ledger_transaction t on t.tenant_id = e.tenant_id and t.id = e.transaction_id
                        where e.tenant_id = ? and e.account = ?
                        order by t.at desc, t.id desc, e.ordinal limit ?""")
                .params(tenant.value(), name(account), most)
                .query((row, _) -> new Entry(
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        LedgerTransaction.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                        row.getString("reference"),
                        row.getObject("invoice_id", UUID.class),
                        row.getString("note"),
                        account(row),
                        money(row)))
                .list();
    }

    private static Account account(ResultSet row) throws SQLException {
        return Account.valueOf(row.getString("account").toUpperCase(Locale.ROOT));
    }

    private static Money money(ResultSet row) throws SQLException {
        return new Money(row.getLong("amount_minor"), Currency.getInstance(row.getString("currency")));
    }

    private static String name(Account account) {
        return account.name().toLowerCase(Locale.ROOT);
    }
}
