package io.millirun.portal;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** An empty database whose owner is what an operator gives the platform: no superuser, but able to create roles. */
public final class PortalPostgres {

    private static final String IMAGE = System.getProperty(
            "millirun.test.postgres-image",
            System.getenv().getOrDefault("MILLIRUN_TEST_POSTGRES_IMAGE", "millirun/postgres:18"));

    private static final PostgreSQLContainer CONTAINER = start();

    private PortalPostgres() {}

    private static PostgreSQLContainer start() {
        PostgreSQLContainer container = new PostgreSQLContainer(
                        DockerImageName.parse(IMAGE).asCompatibleSubstituteFor("postgres"))
                .withCommand("postgres", "-c", "fsync=off", "-c", "max_connections=300");
        container.start();
        Runtime.getRuntime().addShutdownHook(new Thread(container::stop));
        try (Connection connection = container.createConnection("");
                Statement statement = connection.createStatement()) {
            statement.execute("create role owner login createrole password 'owner'");
            statement.execute("create database millirun owner owner");
            statement.execute("create database another owner owner");
        } catch (SQLException failed) {
            throw new IllegalStateException("the test's database cannot be made", failed);
        }
        return container;
    }

    /** Its address, with the owner in it. */
    public static String url() {
        return url("millirun");
    }

    /** The address of a second one, for a process with other role names. */
    static String another() {
        return url("another");
    }

    private static String url(String database) {
        return "postgres://owner:owner@" + CONTAINER.getHost() + ":" + CONTAINER.getMappedPort(5432) + "/" + database;
    }

    /** Runs a statement as superuser. */
    public static void asSuperuser(String sql) {
        try (Connection connection = CONTAINER.createConnection("");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(sql, failed);
        }
    }
}
