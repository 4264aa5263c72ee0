package io.millirun.billing.invoice;

import io.millirun.billing.BillingConfiguration;
import io.millirun.billing.document.DocumentPrinter;
import io.millirun.billing.document.FakePrinter;
import io.millirun.billing.profile.BilledOrganization;
import io.millirun.billing.profile.BilledOrganizations;
import io.millirun.billing.statement.DeployedFunctions;
import io.millirun.kernel.FunctionId;
import io.millirun.kernel.TenantId;
import io.millirun.metering.MeteringConfiguration;
import io.millirun.metering.TestPostgres;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** Billing and metering over a database of their own, with organizations and a clock that tests move. */
@Configuration(proxyBeanMethods = false)
@Import({MeteringConfiguration.class, BillingConfiguration.class})
class InvoiceAssembly {

    /** The organizations and the time of a test. */
    static final class World implements BilledOrganizations, DeployedFunctions {

        private final List<BilledOrganization> organizations = new CopyOnWriteArrayList<>();
        private volatile Instant now = Instant.parse("2026-10-15T12:00:00Z");

        TenantId join(String name, String since) {
            TenantId tenant = TenantId.next();
            organizations.add(
                    new BilledOrganization(tenant, name, "owner@example.com", Instant.parse(since), Optional.empty()));
            return tenant;
        }

        BilledOrganization get(TenantId tenant) {
            return find(tenant).orElseThrow();
        }

        void at(String time) {
            now = Instant.parse(time);
        }

        void clear() {
            organizations.clear();
        }

        Clock clock() {
            InstantSource source = () -> now;
            return source.withZone(ZoneOffset.UTC);
        }

        @Override
        public List<BilledOrganization> all() {
            return List.copyOf(organizations);
        }

        @Override
        public long count(TenantId tenant) {
            return 3;
        }

        @Override
        public Map<FunctionId, String> names(TenantId tenant) {
            return Map.of();
        }
    }

    @Bean
    TestPostgres postgres() {
        return TestPostgres.with("metering", "billing");
    }

    @Bean
    World world() {
        return new World();
    }

    @Bean
    Clock clock(World world) {
        return world.clock();
    }

    @Bean
    DocumentPrinter printer() {
        return new FakePrinter();
    }

    @Bean
    @Primary
    DataSource app(TestPostgres postgres) {
        return postgres.app();
    }

    @Bean
    @Primary
    JdbcClient jdbcClient(TestPostgres postgres) {
        return JdbcClient.create(postgres.app());
    }

    @Bean(defaultCandidate = false)
    @Qualifier("worker")
    JdbcClient workerJdbcClient(TestPostgres postgres) {
        return JdbcClient.create(postgres.worker());
    }

    @Bean(defaultCandidate = false)
    @Qualifier("worker")
    PlatformTransactionManager workerTransactionManager(TestPostgres postgres) {
        return new JdbcTransactionManager(postgres.worker());
    }
}
