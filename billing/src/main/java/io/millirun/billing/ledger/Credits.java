package io.millirun.billing.ledger;

import io.millirun.billing.ledger.LedgerTransaction.Kind;
import io.millirun.billing.rating.Money;
import io.millirun.kernel.Fault;
import io.millirun.kernel.MillirunException;
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
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Prepaid, promotional and goodwill credits: granted, used on invoices, expired. */
@Component
public class Credits {

    private static final String WITH_LEFT = """
        select g.*, g.amount_minor - coalesce((
          select sum(u.amount_minor) from billing.credit_use u
          where u.tenant_id = g.tenant_id and u.grant_id = g.id), 0) as left_minor
        from billing.credit_grant g
        """;

    private final JdbcClient worker;
    private final TransactionTemplate transaction;
    private final Ledger ledger;
    private final Clock clock;

    Credits(
            @Qualifier("worker") JdbcClient worker,
            @Qualifier("worker") PlatformTransactionManager transactions,
            Ledger ledger,
            Clock clock) {
        this.worker = worker;
        this.transaction = new TransactionTemplate(transactions);
        this.ledger = ledger;
        this.clock = clock;
    }

    /** An organization's credits, used up and expired ones included, in the order in which they are used. */
    public List<Credit> of(TenantId tenant) {
        return worker
                .sql(WITH_LEFT + "where g.tenant_id = ?")
                .param(tenant.value())
                .query((row, _) -> credit(row))
                .list()
                .stream()
                .sorted(Credit.ORDER)
                .toList();
    }

    /** What can be used of them now in one currency. */
    public Money available(TenantId tenant, Currency currency) {
        Instant now = clock.instant();
        return of(tenant).stream()
                .filter(credit -> credit.amount().currency().equals(currency) && !credit.isExpired(now))
                .map(Credit::left)
                .reduce(Money.zero(currency), Money::plus);
    }

    /**
     * Grants a credit.
     *
     * @param reference names the grant; the same one is granted once
     * @throws MillirunException with {@link Fault#CALLER} if there is a grant with this reference, the amount is not
     *     positive or the expiry has passed
     */
    public void grant(TenantId tenant, Credit.Kind kind, Money amount, @Nullable Instant expiresAt, String reference) {
        Instant now = clock.instant();
        if (amount.signum() <= 0 || (expiresAt != null && !expiresAt.isAfter(now)) || reference.isBlank()) {
            throw new MillirunException(
                    Fault.CALLER,
                    "InvalidCredit",
                    "A credit needs a positive amount, a reference, and an expiry in the future or none.");
        }
        transaction.executeWithoutResult(_ -> {
            int added = worker.sql("""
                insert into billing.credit_grant
                  (tenant_id, id, kind, currency, amount_minor, granted_at, expires_at, reference)
                values (?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (tenant_id, reference) do nothing\
                """)
                    .param(tenant.value())
                    .param(Uuid7.next())
                    .param(kind.name().toLowerCase(Locale.ROOT))
                    .param(amount.currency().getCurrencyCode())
                    .param(amount.minorUnits())
                    .param(now.atOffset(ZoneOffset.UTC))
                    .param(expiresAt == null ? null : expiresAt.atOffset(ZoneOffset.UTC))
                    .param(reference)
                    .update();
            if (added == 0) {
                throw new MillirunException(
                        Fault.CALLER, "CreditExists", "A credit with this reference was granted already.");
            }
            ledger.post(LedgerTransaction.moved(
                    tenant, Kind.CREDIT_GRANTED, reference, null, "", kind.source(), Account.CREDITS, amount));
        });
    }

    /**
     * Keeps what was paid beyond an invoice as a credit that does not expire, within the transaction in progress.
     *
     * @param reference names the occasion; the same one is kept once
     */
    public void owe(TenantId tenant, Money amount, String reference, UUID invoice) {
        int added = worker.sql("""
            insert into billing.credit_grant
              (tenant_id, id, kind, currency, amount_minor, granted_at, reference)
            values (?, ?, 'prepaid', ?, ?, ?, ?)
            on conflict (tenant_id, reference) do nothing\
            """)
                .params(
                        tenant.value(),
                        Uuid7.next(),
                        amount.currency().getCurrencyCode(),
                        amount.minorUnits(),
                        clock.instant().atOffset(ZoneOffset.UTC),
                        reference)
                .update();
        if (added == 1) {
            ledger.post(LedgerTransaction.moved(
                    tenant, Kind.CREDIT_GRANTED, reference, invoice, "", Account.RECEIVABLE, Account.CREDITS, amount));
        }
    }

    /**
     * Uses credits for an invoice, within the transaction in progress.
     *
     * @param due most that is used
     * @return what was used
     */
    public Money use(TenantId tenant, UUID invoice, Money due) {
        Instant now = clock.instant();
        Money used = Money.zero(due.currency());
        for (Credit credit : locked(tenant)) {
            Money part = credit.left().currency().equals(due.currency()) && !credit.isExpired(now)
                    ? credit.left().least(due.minus(used))
                    : used.minus(used);
            if (part.signum() > 0) {
                use(tenant, credit, invoice, part, now);
                used = used.plus(part);
            }
        }
        if (used.signum() > 0) {
            ledger.post(LedgerTransaction.moved(
                    tenant,
                    Kind.CREDIT_USED,
                    invoice.toString(),
                    invoice,
                    "",
                    Account.CREDITS,
                    Account.RECEIVABLE,
                    used));
        }
        return used;
    }

    /** Takes what is left out of credits whose time is over; returns of how many. Harmless to run twice at once. */
    public int expire() {
        Instant now = clock.instant();
        List<TenantId> tenants = worker.sql("""
            select distinct tenant_id from billing.credit_grant g
            where expires_at <= ? and not exists (
              select 1 from billing.credit_use u
              where u.tenant_id = g.tenant_id and u.grant_id = g.id and u.invoice_id is null)\
            """)
                .param(now.atOffset(ZoneOffset.UTC))
                .query((row, _) -> new TenantId(row.getObject(1, UUID.class)))
                .list();
        int expired = 0;
        for (TenantId tenant : tenants) {
            Integer count = transaction.execute(_ -> expire(tenant, now));
            expired += count == null ? 0 : count;
        }
        return expired;
    }

    private int expire(TenantId tenant, Instant now) {
        int expired = 0;
        for (Credit credit : locked(tenant)) {
            if (credit.isExpired(now) && credit.left().signum() > 0) {
                use(tenant, credit, null, credit.left(), now);
                ledger.post(LedgerTransaction.moved(
                        tenant,
                        Kind.CREDIT_EXPIRED,
                        credit.id().toString(),
                        null,
                        credit.reference(),
                        Account.CREDITS,
                        credit.kind().afterExpiry(),
                        credit.left()));
                expired++;
            }
        }
        return expired;
    }

    private List<Credit> locked(TenantId tenant) {
        worker.sql("select id from billing.credit_grant where tenant_id = ? order by id for update")
                .param(tenant.value())
                .query((row, _) -> row.getObject(1))
                .list();
        return of(tenant);
    }

    private void use(TenantId tenant, Credit credit, @Nullable UUID invoice, Money amount, Instant now) {
        worker.sql("""
            insert into billing.credit_use (tenant_id, grant_id, id, invoice_id, amount_minor, at)
            values (?, ?, ?, ?, ?, ?)\
            """)
                .param(tenant.value())
                .param(credit.id())
                .param(Uuid7.next())
                .param(invoice)
                .param(amount.minorUnits())
                .param(now.atOffset(ZoneOffset.UTC))
                .update();
    }

    private static Credit credit(ResultSet row) throws SQLException {
        Currency currency = Currency.getInstance(row.getString("currency"));
        OffsetDateTime expires = row.getObject("expires_at", OffsetDateTime.class);
        return new Credit(
                row.getObject("id", UUID.class),
                Credit.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                new Money(row.getLong("amount_minor"), currency),
                new Money(row.getLong("left_minor"), currency),
                row.getObject("granted_at", OffsetDateTime.class).toInstant(),
                Optional.ofNullable(expires).map(OffsetDateTime::toInstant),
                row.getString("reference"));
    }
}
