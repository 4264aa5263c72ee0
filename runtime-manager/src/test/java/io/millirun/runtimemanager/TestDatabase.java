package io.millirun.runtimemanager;

import io.millirun.kernel.TenantDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** A real PostgreSQL with this module's schema and the two roles, one for all tests of a run. */
public final class TestDatabase {

    private static final String PASSWORD = "test";
    private static final PostgreSQLContainer SERVER = started();

    private TestDatabase() {}

    private static PostgreSQLContainer started() {
        PostgreSQLContainer server = new PostgreSQLContainer(
                DockerImageName.parse("millirun/postgres:18").asCompatibleSubstituteFor("postgres"));
        server.start();
        try (Connection owner = server.createConnection("");
                Statement statement = owner.createStatement()) {
            statement.execute("create role app login nobypassrls password '" + PASSWORD + "'");
            statement.execute("create role worker login nobypassrls password '" + PASSWORD + "'");
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
        Flyway.configure()
                .dataSource(server.getJdbcUrl(), server.getUsername(), server.getPassword())
                .locations("classpath:db/migrations/runtime-manager")
                .schemas("runtime_manager")
                .placeholders(Map.of("app", "app", "worker", "worker"))
                .load()
                .migrate();
        return server;
    }

    /** Connections of the tenant-facing role, which tell PostgreSQL the bound tenant. */
    public static DataSource app() {
        return new TenantDataSource(as("app"));
    }

    /** Connections of the role of jobs and the call path. */
    public static DataSource worker() {
        return as("worker");
    }

    /** Address, user and password of the worker role, for processes of their own. */
    public static String[] workerLogin() {
        return new String[] {SERVER.getJdbcUrl(), "worker", PASSWORD};
    }

    private static DataSource as(String role) {
        PGSimpleDataSource connections = new PGSimpleDataSource();
        connections.setURL(SERVER.getJdbcUrl());
        connections.setUser(role);
        connections.setPassword(PASSWORD);
        return connections;
    }
}
