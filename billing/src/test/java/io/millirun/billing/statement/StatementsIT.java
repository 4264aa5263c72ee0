package io.millirun.billing.statement;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.billing.BillingConfiguration;
import io.millirun.billing.document.DocumentPrinter;
import io.millirun.billing.document.FakePrinter;
import io.millirun.billing.prices.DatedRateCard;
import io.millirun.billing.prices.ListPrices;
import io.millirun.billing.prices.RateCards;
import io.millirun.billing.prices.TestPrices;
import io.millirun.billing.profile.BilledOrganizations;
import io.millirun.billing.rating.Meter;
import io.millirun.billing.rating.MeterPrice;
import io.millirun.billing.rating.RateCard;
import io.millirun.billing.rating.RatedLine;
import io.millirun.kernel.CurrentTenant;
import io.millirun.kernel.FunctionId;
import io.millirun.kernel.TenantId;
import io.millirun.metering.MeteringConfiguration;
import io.millirun.metering.Outcome;
import io.millirun.metering.TestPostgres;
import io.millirun.metering.UsageRecord;
import io.millirun.metering.UsageRecords;
import io.millirun.metering.ingest.TestIngest;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;
import org.springframework.transaction.PlatformTransactionManager;

@SpringJUnitConfig(StatementsIT.Assembly.class)
class StatementsIT {

    private static final TestPostgres POSTGRES = TestPostgres.with("metering", "billing");
    private static final Instant NOW = Instant.parse("2026-11-24T12:30:00Z");
    private static final YearMonth NOVEMBER = YearMonth.of(2026, 11);
    private static final String EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private final Statements statements;
    private final RateCards cards;
    private final ListPrices prices;
    private final TenantId tenant = TenantId.next();
    private final UsageRecords records = UsageRecords.startedAt(NOW).of(tenant);

    @Autowired
    StatementsIT(Statements statements, RateCards cards, ListPrices prices) {
        this.prices = prices;
        this.statements = statements;
        this.cards = cards;
    }

    @AfterAll
    static void drop() {
        POSTGRES.close();
    }

    @Test
    void aTenantWithoutCallsGetsAnExplicitZeroWithItsProof() {
        Statement statement = statement(NOVEMBER);

        assertThat(statement.total()).hasToString("0.00 USD");
        assertThat(statement.isRunning()).isTrue();
        assertThat(statement.sections()).extracting(Section::meter).containsExactly(Meter.REQUESTS, Meter.COMPUTE);
        assertThat(statement.sections()).allSatisfy(section -> {
            assertThat(section.used()).isZero();
            assertThat(section.functions()).isEmpty();
            assertThat(section.lines())
                    .singleElement()
                    .extracting(RatedLine::used)
                    .isEqualTo(0L);
        });
        assertThat(statement.proof()).hasValueSatisfying(proof -> {
            assertThat(proof.functionsDeployed()).isEqualTo(3);
            assertThat(proof.lastActivity()).isEmpty();
            assertThat(proof.digest()).isEqualTo(EMPTY);
        });
    }

    @Test
    void aMonthAfterTheLastCallIsZeroAndSaysWhenThatWas() {
        ingest(records.next());

        Statement december = statement(YearMonth.of(2026, 12));

        assertThat(december.proof())
                .hasValueSatisfying(proof -> assertThat(proof.lastActivity()).contains(NOW));
        assertThat(statement(YearMonth.of(2026, 10)).proof())
                .hasValueSatisfying(proof -> assertThat(proof.lastActivity()).isEmpty());
        assertThat(statement(NOVEMBER).proof()).isEmpty();
    }

    @Test
    void platformFaultsLeaveTheStatementAtZero() {
        ingest(
                records.ended(Outcome.PLATFORM_FAULT).next(),
                records.ended(Outcome.UNWITNESSED).next());

        Statement statement = statement(NOVEMBER);

        assertThat(statement.usage().invocations()).isEqualTo(2);
        assertThat(statement.usage().requests()).isZero();
        assertThat(statement.sections())
                .allSatisfy(section -> assertThat(section.used()).isZero());
        assertThat(statement.total()).hasToString("0.00 USD");
    }

    @Test
    void everySectionNamesTheFunctionsAndDaysThatMadeItUp() {
        FunctionId large = FunctionId.next();
        ingest(
                records.billed(5, 128).next(),
                records.billed(5, 128).at(NOW.minusSeconds(86_400)).next(),
                records.of(large).billed(900_000, 10_240).next());

        Statement statement = statement(NOVEMBER);

        Section compute = statement.sections(Meter.COMPUTE).getFirst();
        assertThat(compute.functions())
                .extracting(FunctionQuantity::function)
                .containsExactly(large, records.function());
        assertThat(compute.functions().getLast().days())
                .containsExactly(
                        Map.entry(LocalDate.parse("2026-11-23"), 640L), Map.entry(LocalDate.parse("2026-11-24"), 640L));
        assertThat(compute.functions().stream()
                        .mapToLong(FunctionQuantity::quantity)
                        .sum())
                .isEqualTo(compute.used())
                .isEqualTo(statement.usage().mbMs());
    }

    @Test
    void aPriceChangeSplitsTheMonthAtItsHour() {
        Instant change = Instant.parse("2027-01-24T13:00:00Z");
        RateCard dear = new RateCard(
                RateCards.STANDARD,
                2,
                Currency.getInstance("USD"),
                0,
                MeterPrice.flat(0, new BigDecimal("1000000")),
                MeterPrice.flat(400_000L * 1_024_000, BigDecimal.ZERO));
        cards.announce(new DatedRateCard(dear, change));
        TestPrices.refresh(prices);
        ingest(
                records.at(change.minusMillis(1)).next(),
                records.at(change).next(),
                records.at(change).next());

        Statement statement = statement(YearMonth.of(2027, 1));

        assertThat(statement.sections(Meter.REQUESTS))
                .extracting(section -> section.amount().toString())
                .containsExactly("0.00 USD", "2.00 USD");
        assertThat(statement.total()).hasToString("2.00 USD");
    }

    @Test
    void theStatementPricesWhatMeteringSummed() {
        ingest(IntStream.range(0, 1_000)
                .mapToObj(_ -> records.billed(900_000, 10_240).next())
                .toArray(UsageRecord[]::new));

        Statement statement = statement(NOVEMBER);

        // 9,000,000 GB-seconds, of which 400,000 are free: 8,600,000 × 0.0000166667 = 143.33362.
        assertThat(statement.usage().mbMs()).isEqualTo(9_216_000_000_000L);
        assertThat(statement.total()).hasToString("143.33 USD");
        assertThat(statement
                        .sections(Meter.COMPUTE)
                        .getFirst()
                        .lines()
                        .getFirst()
                        .exact())
                .isEqualByComparingTo("143.33362");
    }

    private Statement statement(YearMonth month) {
        return CurrentTenant.call(tenant, () -> statements.of(tenant, month));
    }

    private static void ingest(UsageRecord... usages) {
        TestIngest.into(POSTGRES).ingest(usages);
    }

    @Configuration(proxyBeanMethods = false)
    @Import({MeteringConfiguration.class, BillingConfiguration.class})
    static class Assembly {

        @Bean
        Clock clock() {
            return Clock.fixed(NOW, ZoneOffset.UTC);
        }

        @Bean
        DeployedFunctions functions() {
            return new DeployedFunctions() {
                @Override
                public long count(TenantId tenant) {
                    return 3;
                }

                @Override
                public Map<FunctionId, String> names(TenantId tenant) {
                    return Map.of();
                }
            };
        }

        @Bean
        BilledOrganizations organizations() {
            return List::of;
        }

        @Bean
        DocumentPrinter printer() {
            return new FakePrinter();
        }

        @Bean
        @Primary
        DataSource app() {
            return POSTGRES.app();
        }

        @Bean
        @Primary
        JdbcClient jdbcClient() {
            return JdbcClient.create(POSTGRES.app());
        }

        @Bean(defaultCandidate = false)
        @Qualifier("worker")
        JdbcClient workerJdbcClient() {
            return JdbcClient.create(POSTGRES.worker());
        }

        @Bean(defaultCandidate = false)
        @Qualifier("worker")
        PlatformTransactionManager workerTransactionManager() {
            return new JdbcTransactionManager(POSTGRES.worker());
        }
    }
}
