package io.millirun.billing.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millirun.billing.document.CorrectionPart;
import io.millirun.billing.document.DocumentFormat;
import io.millirun.billing.document.Documents;
import io.millirun.billing.document.InvoiceDocument;
import io.millirun.billing.document.ZeroPart;
import io.millirun.billing.ledger.Account;
import io.millirun.billing.ledger.Credit;
import io.millirun.billing.ledger.Credits;
import io.millirun.billing.ledger.Ledger;
import io.millirun.billing.rating.Money;
import io.millirun.billing.tax.TaxRate;
import io.millirun.billing.tax.TaxRates;
import io.millirun.kernel.MillirunException;
import io.millirun.kernel.TenantId;
import io.millirun.metering.TestPostgres;
import io.millirun.metering.UsageRecord;
import io.millirun.metering.UsageRecords;
import io.millirun.metering.ingest.TestIngest;
import io.millirun.metering.ledger.UsageChain;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.support.TransactionTemplate;

/** The invoice run on PostgreSQL. Each test has a database of its own. */
@SpringJUnitConfig(InvoiceAssembly.class)
@DirtiesContext(classMode = DirtiesContext.ClassMode.AFTER_EACH_TEST_METHOD)
class InvoiceRunIT {

    private static final YearMonth OCTOBER = YearMonth.of(2026, 10);
    private static final YearMonth NOVEMBER = YearMonth.of(2026, 11);
    private static final Instant IN_OCTOBER = Instant.parse("2026-10-20T08:00:00Z");
    private static final Currency USD = Currency.getInstance("USD");
    private static final String EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private @Autowired TestPostgres postgres;
    private @Autowired InvoiceAssembly.World world;
    private @Autowired InvoiceRun run;
    private @Autowired InvoiceRunLog runs;
    private @Autowired Invoices invoices;
    private @Autowired Finalization finalization;
    private @Autowired Documents documents;
    private @Autowired Credits credits;
    private @Autowired Ledger ledger;
    private @Autowired TaxRates taxRates;

    @Autowired
    @Qualifier("worker")
    private JdbcClient worker;

    @Autowired
    @Qualifier("worker")
    private PlatformTransactionManager transactions;

    private TenantId kite;
    private UsageRecords records;

    @BeforeEach
    void anOrganization() {
        kite = world.join("Kiteworks", "2026-09-03T10:00:00Z");
        records = UsageRecords.startedAt(IN_OCTOBER).of(kite);
    }

    @Test
    void aMonthOfUsageBecomesANumberedInvoice() {
        // 900 s x 10,240 MB is 9,000 GB-s; 100 of them are 900,000, of which 400,000 are free.
        use(100, records.billed(900_000, 10_240));

        world.at("2026-11-01T02:00:00Z");
        assertThat(run.run(OCTOBER)).isEqualTo(new InvoiceRun.Result(OCTOBER, 1, 0));

        IssuedInvoice invoice = only(OCTOBER);
        assertThat(invoice.number()).isEqualTo("MR-2026-000001");
        assertThat(invoice.total()).hasToString("8.33 USD");
        assertThat(invoice.state()).isEqualTo(new InvoiceState.Open(invoice.total()));
        assertThat(invoice.dueOn()).isEqualTo("2026-11-15");
        assertThat(invoice.usageRecords()).isEqualTo(100);
        assertThat(balance(Account.RECEIVABLE)).isEqualTo(invoice.total());
        assertThat(balance(Account.REVENUE)).hasToString("-8.33 USD");
        InvoiceDocument document = documents.invoice(kite, invoice.id()).orElseThrow();
        assertThat(document.number()).isEqualTo("MR-2026-000001");
        assertThat(document.usage().digest()).isEqualTo(invoice.usageDigest());
        assertThat(document.sections()).hasSize(2);
        assertThat(runs.run(OCTOBER))
                .hasValueSatisfying(
                        finished -> assertThat(finished.finishedAt()).isNotNull());
    }

    @Test
    void aMonthWithoutCallsBecomesAZeroStatementWithItsProof() {
        world.at("2026-11-01T02:00:00Z");
        run.run(OCTOBER);

        IssuedInvoice statement = only(OCTOBER);
        assertThat(statement.number()).isNull();
        assertThat(statement.total()).hasToString("0.00 USD");
        assertThat(statement.state()).isEqualTo(new InvoiceState.NothingDue());
        assertThat(statement.usageDigest()).isEqualTo(EMPTY);
        assertThat(documents.invoice(kite, statement.id()).orElseThrow().zero()).isEqualTo(new ZeroPart(3, null));
        assertThat(ledger.balances(kite)).isEmpty();
    }

    @Test
    void aMonthThatIsNotOverIsNotInvoiced() {
        world.at("2026-10-31T23:59:59Z");
        assertThatExceptionOfType(MillirunException.class)
                .isThrownBy(() -> run.run(OCTOBER))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo("MonthNotOver"));
    }

    @Test
    void runningAgainIssuesNothingAgain() {
        use(100, records.billed(900_000, 10_240));
        world.at("2026-11-01T02:00:00Z");
        run.run(OCTOBER);
        IssuedInvoice first = only(OCTOBER);
        byte[] json = documents.find(kite, first.id(), DocumentFormat.JSON).orElseThrow();
        byte[] pdf = documents.find(kite, first.id(), DocumentFormat.PDF).orElseThrow();

        world.at("2026-11-02T02:00:00Z");
        assertThat(run.run(OCTOBER).issued()).isZero();

        assertThat(only(OCTOBER)).isEqualTo(first);
        assertThat(documents.find(kite, first.id(), DocumentFormat.JSON)).hasValue(json);
        assertThat(documents.find(kite, first.id(), DocumentFormat.PDF)).hasValue(pdf);
    }

    @Test
    void twoRunsAtOnceIssueEachInvoiceOnce() {
        IntStream.range(0, 12).forEach(i -> {
            TenantId tenant = world.join("Organization " + i, "2026-09-03T10:00:00Z");
            use(2, records.of(tenant).billed(900_000, 10_240).at(IN_OCTOBER));
            use(60, records.of(tenant).billed(900_000, 10_240));
        });
        world.at("2026-11-01T02:00:00Z");

        List<CompletableFuture<InvoiceRun.Result>> results = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> run.run(OCTOBER)))
                .limit(3)
                .toList();

        assertThat(results.stream().map(CompletableFuture::join))
                .allSatisfy(result -> assertThat(result.failed()).isZero());
        assertThat(results.stream().mapToInt(result -> result.join().issued()).sum())
                .isEqualTo(13);
        assertThat(invoices.in(OCTOBER)).hasSize(13);
        assertNumbers(12);
    }

    @Test
    void numbersHaveNoGapsWhateverIsRolledBack() {
        List<InvoiceDraft> drafts = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            TenantId tenant = world.join("Organization " + i, "2026-09-03T10:00:00Z");
            use(60, records.of(tenant).billed(900_000, 10_240));
            drafts.add(draft(tenant));
        }
        world.at("2026-11-01T02:00:00Z");
        Random random = new Random(7);
        boolean[] fails = new boolean[400];
        IntStream.range(0, fails.length).forEach(i -> fails[i] = random.nextInt(3) > 0);

        List<CompletableFuture<Integer>> workers = IntStream.range(0, 6)
                .mapToObj(thread -> CompletableFuture.supplyAsync(() -> {
                    int kept = 0;
                    for (int attempt = 0; attempt < 40; attempt++) {
                        int place = (attempt * 5 + thread * 3) % drafts.size();
                        boolean fail = fails[thread * 60 + attempt];
                        kept += issued(drafts.get(place), fail) ? 1 : 0;
                    }
                    return kept;
                }))
                .toList();
        int kept = workers.stream().mapToInt(CompletableFuture::join).sum();
        assertThat(kept).isPositive();
        assertNumbers(kept);
        drafts.forEach(draft -> issued(draft, false));

        assertNumbers(24);
        assertLedgerSumsToZero();
    }

    /** Issues within a transaction that perhaps does not come to its end. */
    private boolean issued(InvoiceDraft draft, boolean fail) {
        try {
            return Boolean.TRUE.equals(new TransactionTemplate(transactions).execute(status -> {
                boolean issued = finalization.finalize(draft, new UsageChain()).isPresent();
                if (fail) {
                    status.setRollbackOnly();
                }
                return issued && !fail;
            }));
        } catch (UnexpectedRollbackException issuedBefore) {
            return false;
        }
    }

    @Test
    void finalizingTwiceIsFinalizingOnce() {
        use(60, records.billed(900_000, 10_240));
        world.at("2026-11-01T02:00:00Z");
        InvoiceDraft draft = draft(kite);

        assertThat(finalization.finalize(draft, new UsageChain())).isPresent();
        assertThat(finalization.finalize(draft, new UsageChain())).isEmpty();

        assertNumbers(1);
        assertThat(balance(Account.RECEIVABLE)).isEqualTo(only(OCTOBER).total());
    }

    @Test
    void nobodyChangesWhatWasIssued() {
        use(60, records.billed(900_000, 10_240));
        world.at("2026-11-01T02:00:00Z");
        run.run(OCTOBER);

        for (DataAccess as : List.of(new DataAccess(postgres.owner()), new DataAccess(postgres.worker()))) {
            for (String sql : List.of(
                    "update billing.invoice set total_minor = 1, net_minor = 1, tax_minor = 0",
                    "delete from billing.invoice",
                    "truncate billing.invoice cascade",
                    "update billing.document set content = ''",
                    "delete from billing.document",
                    "delete from billing.credit_note")) {
                assertThatExceptionOfType(DataAccessException.class)
                        .as(sql)
                        .isThrownBy(() -> as.jdbc().sql(sql).update())
                        .havingRootCause()
                        .withMessageMatching("(?s).*(is never changed|permission denied).*");
            }
        }
        assertThat(only(OCTOBER).total()).hasToString("2.33 USD");
    }

    private record DataAccess(javax.sql.DataSource source) {

        JdbcClient jdbc() {
            return JdbcClient.create(source);
        }
    }

    @Test
    void whatComesLateIsACorrectionOnTheNextInvoice() {
        use(60, records.billed(900_000, 10_240));
        world.at("2026-11-01T02:00:00Z");
        run.run(OCTOBER);
        assertThat(only(OCTOBER).total()).hasToString("2.33 USD");

        use(40, records.billed(900_000, 10_240));
        world.at("2026-12-01T02:00:00Z");
        run.run(NOVEMBER);

        IssuedInvoice november = only(NOVEMBER);
        InvoiceDocument document = documents.invoice(kite, november.id()).orElseThrow();
        assertThat(document.corrections()).singleElement().satisfies((CorrectionPart correction) -> {
            assertThat(correction.month()).isEqualTo(OCTOBER);
            assertThat(correction.before()).isEqualTo(233);
            assertThat(correction.after()).isEqualTo(833);
            assertThat(correction.amount()).isEqualTo(600);
        });
        assertThat(november.total()).as("as if all had come in time").hasToString("6.00 USD");
        assertThat(november.usageRecords()).isEqualTo(40);
        assertThat(document.zero()).isNull();
    }

    @Test
    void creditsPayAnInvoiceWhenItIsIssued() {
        use(100, records.billed(900_000, 10_240));
        world.at("2026-11-01T02:00:00Z");
        credits.grant(kite, Credit.Kind.PROMOTIONAL, usd(300), null, "welcome");
        run.run(OCTOBER);

        IssuedInvoice invoice = only(OCTOBER);
        assertThat(invoice.credited()).isEqualTo(usd(300));
        assertThat(invoice.outstanding()).isEqualTo(usd(533));
        assertThat(balance(Account.RECEIVABLE)).isEqualTo(usd(533));
        assertThat(documents.invoice(kite, invoice.id()).orElseThrow().due()).isEqualTo(533);
    }

    @Test
    void taxIsAddedOnceOnTheSumOfTheLines() {
        taxRates.save(new TaxRate("US", TaxRate.STANDARD, LocalDate.EPOCH, "Sales tax", new BigDecimal("20")));
        worker.sql("""
                        insert into billing.profile values
                          (?, 'Kiteworks Inc.', '', '1 Main St', '', '94105', 'San Francisco', 'CA', 'US', '', 'PO 7', now())""").param(kite.value()).update();
        use(100, records.billed(900_000, 10_240));
        world.at("2026-11-01T02:00:00Z");
        run.run(OCTOBER);

        IssuedInvoice invoice = only(OCTOBER);
        assertThat(invoice.net()).isEqualTo(usd(833));
        assertThat(invoice.tax()).isEqualTo(usd(167));
        assertThat(invoice.total()).isEqualTo(usd(1_000));
        assertThat(invoice.recipient()).isEqualTo("Kiteworks Inc.");
        assertThat(balance(Account.TAX)).isEqualTo(usd(-167));
    }

    @Test
    void theYearOfTheIssueBeginsANewSeries() {
        use(60, records.billed(900_000, 10_240));
        use(60, records.billed(900_000, 10_240).at(Instant.parse("2026-12-31T23:59:59.999Z")));
        world.at("2026-12-31T23:00:00Z");
        run.run(OCTOBER);
        world.at("2027-01-01T02:00:00Z");
        run.run(YearMonth.of(2026, 12));

        assertThat(only(OCTOBER).number()).isEqualTo("MR-2026-000001");
        assertThat(only(YearMonth.of(2026, 12)).number()).isEqualTo("MR-2027-000001");
    }

    @Test
    void sumsThatDifferFromTheRecordsHoldUpTheInvoice() {
        use(60, records.billed(900_000, 10_240));
        worker.sql("update metering.usage_day set mb_ms = mb_ms + 1").update();
        world.at("2026-11-01T02:00:00Z");

        assertThat(run.run(OCTOBER).failed()).isEqualTo(1);

        assertThat(invoices.in(OCTOBER)).isEmpty();
        assertThat(runs.failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure.problem()).contains("usage records of 2026-10"));
        worker.sql("update metering.usage_day set mb_ms = mb_ms - 1").update();
        assertThat(run.run(OCTOBER).issued()).isEqualTo(1);
        assertThat(runs.failures()).isEmpty();
        assertNumbers(1);
    }

    @Test
    void usageOfAnUnknownOrganizationKeepsTheRunUnfinished() {
        use(1, records.of(TenantId.next()));
        world.at("2026-11-01T02:00:00Z");

        assertThat(run.run(OCTOBER).failed()).isEqualTo(1);
        assertThat(runs.run(OCTOBER))
                .hasValueSatisfying(
                        unfinished -> assertThat(unfinished.finishedAt()).isNull());
    }

    private void use(int count, UsageRecords like) {
        TestIngest.into(postgres)
                .ingest(IntStream.range(0, count).mapToObj(_ -> like.next()).toArray(UsageRecord[]::new));
    }

    private InvoiceDraft draft(TenantId tenant) {
        return run.preview(OCTOBER).stream()
                .filter(draft -> draft.tenant().equals(tenant))
                .findFirst()
                .orElseThrow();
    }

    private IssuedInvoice only(YearMonth month) {
        return invoices.find(kite, month).orElseThrow();
    }

    private void assertNumbers(int count) {
        assertThat(worker.sql("select sequence from billing.invoice where sequence is not null order by sequence")
                        .query(Integer.class)
                        .list())
                .isEqualTo(IntStream.rangeClosed(1, count).boxed().toList());
    }

    private void assertLedgerSumsToZero() {
        assertThat(worker.sql("select coalesce(sum(amount_minor), 0) from billing.ledger_entry")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    private Money balance(Account account) {
        return ledger.balances(kite).stream()
                .filter(one -> one.account() == account)
                .map(Ledger.Balance::amount)
                .findFirst()
                .orElse(usd(0));
    }

    private static Money usd(long cents) {
        return new Money(cents, USD);
    }
}
