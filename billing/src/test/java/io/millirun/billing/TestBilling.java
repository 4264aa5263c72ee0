package io.millirun.billing;

import io.millirun.metering.TestPostgres;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** The two roles' access to a test database, as billing's components want it. */
public record TestBilling(JdbcClient app, JdbcClient worker, PlatformTransactionManager transactions) {

    public static TestBilling over(TestPostgres postgres) {
        return new TestBilling(
                JdbcClient.create(postgres.app()),
                JdbcClient.create(postgres.worker()),
                new JdbcTransactionManager(postgres.worker()));
    }
}
