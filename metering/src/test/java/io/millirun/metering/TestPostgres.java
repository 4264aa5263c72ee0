package io.millirun.metering;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.millirun.kernel.TenantDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A database of its own for a test class, with the tables of the modules it names and the roles as in production:
 * {@code app} sees what row-level security lets it, {@code worker} sees all tenants, {@code owner} owns the tables. One
 * container serves all tests of a JVM.
 */
public final class TestPostgres implements AutoCloseable {

    /** Name of the image, built by {@code runtimes/build --base postgres}. */
    private static final String IMAGE = System.getProperty(
            "millirun.test.postgres-image",
            System.getenv().getOrDefault("MILLIRUN_TEST_POSTGRES_IMAGE", "millirun/postgres:18"));

    private static final String PASSWORD = "test";
    private static final Map<List<String>, String> TEMPLATES = new ConcurrentHashMap<>();
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final String database;
    private final List<HikariDataSource> pools = new ArrayList<>();
    private final DataSource app;
    private final DataSource worker;
    private final DataSource owner;

    private TestPostgres(String database) {
        this.database = database;
        this.app = new TenantDataSource(pool("millirun_app"));
        this.worker = pool("millirun_worker");
        this.owner = pool("millirun_owner");
    }

    /** A new database with the tables of {@code modules}, named as their folders in {@code db/migrations}. */
    public static TestPostgres with(String... modules) {
        String template = TEMPLATES.computeIfAbsent(List.of(modules), TestPostgres::template);
        String database = "test_" + NUMBER.incrementAndGet();
        asSuperuser("postgres", "create database " + database + " template " + template + " owner millirun_owner");
        return new TestPostgres(database);
    }

    private static String template(List<String> modules) {
        String name = "template_" + NUMBER.incrementAndGet();
        asSuperuser("postgres", "create database " + name + " owner millirun_owner");
        for (String module : modules) {
            Flyway.configure()
                    .dataSource(url(name), "millirun_owner", PASSWORD)
                    .locations("classpath:db/migrations/" + module)
                    .schemas(module.replace('-', '_'))
                    .createSchemas(true)
                    .placeholders(Map.of("app", "millirun_app", "worker", "millirun_worker"))
                    .failOnMissingLocations(true)
                    .load()
                    .migrate();
        }
        return name;
    }

    /** Connections of the tenant-facing role, bound to {@link io.millirun.kernel.CurrentTenant}. */
    public DataSource app() {
        return app;
    }

    /** Connections of the jobs' role. */
    public DataSource worker() {
        return worker;
    }

    /** Connections of the role that owns the tables and is no superuser. */
    public DataSource owner() {
        return owner;
    }

    /** JDBC address of this database. */
    public String url() {
        return url(database);
    }

    /** Password of the roles {@code millirun_app}, {@code millirun_worker} and {@code millirun_owner}. */
    public String password() {
        return PASSWORD;
    }

    /** Ends every open connection to this database, as a restart of PostgreSQL would. */
    public void disconnectAll() {
        asSuperuser(
                "postgres",
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + database + "'");
    }

    /** Refuses connections to this database, and ends those that are open, until it is called with true. */
    public void reachable(boolean reachable) {
        asSuperuser("postgres", "alter database " + database + " with allow_connections " + reachable);
        if (!reachable) {
            disconnectAll();
        }
    }

    private HikariDataSource pool(String user) {
        HikariConfig settings = new HikariConfig();
        settings.setJdbcUrl(url());
        settings.setUsername(user);
        settings.setPassword(PASSWORD);
        settings.setMaximumPoolSize(8);
        settings.setMinimumIdle(0);
        settings.setConnectionTimeout(2_000);
        settings.setInitializationFailTimeout(-1);
        HikariDataSource pool = new HikariDataSource(settings);
        pools.add(pool);
        return pool;
    }

    private static String url(String database) {
        PostgreSQLContainer container = Container.INSTANCE;
        return "jdbc:postgresql://" + container.getHost() + ":" + container.getMappedPort(5432) + "/" + database;
    }

    private static void asSuperuser(String database, String sql) {
        try (Connection connection = DriverManager.getConnection(
                        url(database), Container.INSTANCE.getUsername(), Container.INSTANCE.getPassword());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(sql, failed);
        }
    }

    /** Drops the database. */
    @Override
    public void close() {
        pools.forEach(HikariDataSource::close);
        asSuperuser("postgres", "drop database " + database + " with (force)");
    }

    /** Started when the first test asks, stopped when the JVM ends. */
    private static final class Container {

        private static final PostgreSQLContainer INSTANCE = start();

        private static PostgreSQLContainer start() {
            PostgreSQLContainer container = new PostgreSQLContainer(
                            DockerImageName.parse(IMAGE).asCompatibleSubstituteFor("postgres"))
                    .withUsername("postgres")
                    .withPassword(PASSWORD)
                    .withDatabaseName("postgres")
                    .withCommand(
                            "postgres", "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "max_connections=300");
            container.start();
            Runtime.getRuntime().addShutdownHook(new Thread(container::stop));
            createRoles(container);
            return container;
        }

        private static void createRoles(PostgreSQLContainer container) {
            try (Connection connection = container.createConnection("");
                    Statement statement = connection.createStatement()) {
                for (String role : List.of("millirun_app", "millirun_worker", "millirun_owner")) {
                    statement.execute("create role " + role
                            + " login nosuperuser nobypassrls nocreaterole nocreatedb password '" + PASSWORD + "'");
                }
            } catch (SQLException failed) {
                throw new IllegalStateException("the test database's roles cannot be made", failed);
            }
        }
    }
}
