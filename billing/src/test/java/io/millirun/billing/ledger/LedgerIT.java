package io.millirun.billing.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millirun.billing.TestBilling;
import io.millirun.billing.ledger.LedgerTransaction.Kind;
import io.millirun.billing.rating.Money;
import io.millirun.kernel.CurrentTenant;
import io.millirun.kernel.MillirunException;
import io.millirun.kernel.TenantId;
import io.millirun.metering.TestPostgres;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

class LedgerIT {

    private static final TestPostgres POSTGRES = TestPostgres.with("metering", "billing");
    private static final Currency USD = Currency.getInstance("USD");
    private static final Instant NOW = Instant.parse("2026-11-24T12:30:00Z");

    private final TestBilling billing = TestBilling.over(POSTGRES);
    private final TransactionTemplate transaction = new TransactionTemplate(billing.transactions());
    private final TenantId tenant = TenantId.next();
    private final Ledger ledger = new Ledger(billing.worker(), at(NOW));

    @AfterAll
    static void drop() {
        POSTGRES.close();
    }

    @Test
    void anEventIsPostedOnce() {
        LedgerTransaction payment = LedgerTransaction.moved(
                tenant, Kind.PAYMENT, "bank 17", null, "", Account.CASH, Account.RECEIVABLE, usd(500));

        assertThat(post(payment)).isTrue();
        assertThat(post(payment)).isFalse();

        assertThat(ledger.balances(tenant))
                .containsExactly(
                        new Ledger.Balance(Account.CASH, usd(500)), new Ledger.Balance(Account.RECEIVABLE, usd(-500)));
        assertThat(ledger.entries(tenant, Account.CASH, 10)).singleElement().satisfies(entry -> {
            assertThat(entry.reference()).isEqualTo("bank 17");
            assertThat(entry.amount()).isEqualTo(usd(500));
        });
    }

    @Test
    void theDatabaseRefusesATransactionThatDoesNotSumToZero() {
        assertThatThrownBy(() -> transaction.executeWithoutResult(_ -> {
                    UUID id = UUID.randomUUID();
                    billing.worker()
                            .sql(
                                    "insert into billing.ledger_transaction values (?, ?, 'payment', 'x', null, '', now())")
                            .params(tenant.value(), id)
                            .update();
                    billing.worker()
                            .sql("insert into billing.ledger_entry values (?, ?, 1, 'cash', 'USD', 100)")
                            .params(tenant.value(), id)
                            .update();
                    billing.worker()
                            .sql("insert into billing.ledger_entry values (?, ?, 2, 'receivable', 'USD', -99)")
                            .params(tenant.value(), id)
                            .update();
                }))
                .isInstanceOfAny(DataAccessException.class, TransactionException.class)
                .hasMessageContaining("does not sum to zero");
        assertThat(ledger.balances(tenant)).isEmpty();
    }

    @Test
    void nobodyChangesTheBooksNotEvenTheirOwner() {
        post(LedgerTransaction.moved(tenant, Kind.PAYMENT, "p", null, "", Account.CASH, Account.RECEIVABLE, usd(1)));

        TestBilling owner = new TestBilling(
                billing.app(),
                org.springframework.jdbc.core.simple.JdbcClient.create(POSTGRES.owner()),
                billing.transactions());
        for (String sql : List.of(
                "update billing.ledger_entry set amount_minor = 2",
                "delete from billing.ledger_transaction",
                "truncate billing.ledger_entry",
                "update billing.credit_grant set amount_minor = 2")) {
            assertThatExceptionOfType(DataAccessException.class)
                    .as(sql)
                    .isThrownBy(() -> owner.worker().sql(sql).update())
                    .withMessageContaining("is never changed");
        }
    }

    @Test
    void aTenantSeesItsOwnBooksAlone() {
        post(LedgerTransaction.moved(tenant, Kind.PAYMENT, "p", null, "", Account.CASH, Account.RECEIVABLE, usd(1)));
        String count = "select count(*) from billing.ledger_entry";

        assertThat(CurrentTenant.call(
                        tenant,
                        () -> billing.app().sql(count).query(Integer.class).single()))
                .isEqualTo(2);
        assertThat(CurrentTenant.call(
                        TenantId.next(),
                        () -> billing.app().sql(count).query(Integer.class).single()))
                .isZero();
    }

    @Test
    void creditsAreUsedInTheOrderOfTheirExpiryAndNeverBeyondTheirAmount() {
        Credits credits = credits(NOW);
        UUID invoice = UUID.randomUUID();
        credits.grant(tenant, Credit.Kind.PREPAID, usd(1_000), null, "prepaid");
        credits.grant(tenant, Credit.Kind.PROMOTIONAL, usd(300), NOW.plusSeconds(60), "welcome");

        assertThat(use(credits, invoice, usd(400))).isEqualTo(usd(400));

        assertThat(credits.of(tenant)).extracting(Credit::left).containsExactly(usd(0), usd(900));
        assertThat(credits.available(tenant, USD)).isEqualTo(usd(900));
        assertThat(balance(Account.CREDITS)).isEqualTo(usd(-900));
        assertThat(balance(Account.PROMOTION)).isEqualTo(usd(300));
        assertThat(balance(Account.RECEIVABLE)).isEqualTo(usd(-400));
        assertThat(use(credits, UUID.randomUUID(), usd(5_000))).isEqualTo(usd(900));
        assertThat(credits.available(tenant, USD)).isEqualTo(usd(0));
    }

    @Test
    void whatIsLeftOfACreditExpiresOnce() {
        credits(NOW).grant(tenant, Credit.Kind.PROMOTIONAL, usd(300), NOW.plusSeconds(60), "welcome");
        Credits later = credits(NOW.plusSeconds(60));

        assertThat(later.available(tenant, USD)).isEqualTo(usd(0));
        assertThat(use(later, UUID.randomUUID(), usd(10))).isEqualTo(usd(0));
        assertThat(later.expire()).isEqualTo(1);
        assertThat(later.expire()).isZero();

        assertThat(ledger.balances(tenant)).isEmpty();
    }

    @Test
    void aCreditIsGrantedOncePerReference() {
        Credits credits = credits(NOW);
        credits.grant(tenant, Credit.Kind.GOODWILL, usd(1), null, "sorry");

        assertThatExceptionOfType(MillirunException.class)
                .isThrownBy(() -> credits.grant(tenant, Credit.Kind.GOODWILL, usd(1), null, "sorry"))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo("CreditExists"));
        assertThat(credits.of(tenant)).hasSize(1);
    }

    private @Nullable Money balance(Account account) {
        return ledger.balances(tenant).stream()
                .filter(balance -> balance.account() == account)
                .map(Ledger.Balance::amount)
                .findFirst()
                .orElse(null);
    }

    private Money use(Credits credits, UUID invoice, Money due) {
        Money used = transaction.execute(_ -> credits.use(tenant, invoice, due));
        return used == null ? usd(-1) : used;
    }

    private boolean post(LedgerTransaction one) {
        return Boolean.TRUE.equals(transaction.execute(_ -> ledger.post(one)));
    }

    private Credits credits(Instant now) {
        return new Credits(billing.worker(), billing.transactions(), new Ledger(billing.worker(), at(now)), at(now));
    }

    private static Clock at(Instant now) {
        return Clock.fixed(now, ZoneOffset.UTC);
    }

    private static Money usd(long cents) {
        return new Money(cents, USD);
    }
}
