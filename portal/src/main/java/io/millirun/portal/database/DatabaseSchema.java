package io.millirun.portal.database;

import io.millirun.portal.secret.MasterSecret;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings roles, schemas and tables up to date. Every process does so at its start, one after the other under a lock, so
 * that whichever comes first does the work.
 */
final class DatabaseSchema {

    private static final Logger log = LoggerFactory.getLogger(DatabaseSchema.class);

    /** Modules in the order of their dependencies; each has a schema and a history of its own. */
    private static final List<String> MODULES = List.of("metering", "billing", "runtime-manager", "portal");

    /** Any number that no other user of advisory locks in this database takes. */
    private static final long LOCK = 0x6d_69_6c_6c_69L;

    private final DatabaseAddress address;
    private final Role app;
    private final Role worker;

    DatabaseSchema(DatabaseAddress address, DatabaseProperties properties, MasterSecret secret) {
        this.address = address;
        this.app = new Role(properties.appRole(), secret.password("database role app"));
        this.worker = new Role(properties.workerRole(), secret.password("database role worker"));
    }

    Role app() {
        return app;
    }

    Role worker() {
        return worker;
    }

    /** Creates or updates everything. */
    DatabaseSchema migrated() {
        try (Connection owner = address.asOwner().getConnection()) {
            lock(owner, "select pg_advisory_lock(?)");
            try {
                ensure(owner, app);
                ensure(owner, worker);
                MODULES.forEach(this::migrate);
                for (String module : MODULES) {
                    grantUsage(owner, module);
                }
            } finally {
                lock(owner, "select pg_advisory_unlock(?)");
            }
            return this;
        } catch (SQLException failed) {
            throw new IllegalStateException("cannot prepare the database: " + failed.getMessage(), failed);
        }
    }

    private static void lock(Connection owner, String function) throws SQLException {
        try (PreparedStatement statement = owner.prepareStatement(function)) {
            statement.setLong(1, LOCK);
            statement.execute();
        }
    }

    /** The role exists, logs in with the password derived for it, and is subject to row-level security. */
    private static void ensure(Connection owner, Role role) throws SQLException {
        String verb = exists(owner, role) ? "alter" : "create";
        execute(owner, format(owner, verb + " role %I login password %L", role.name(), role.password()));
    }

    private static boolean exists(Connection owner, Role role) throws SQLException {
        try (PreparedStatement query =
                owner.prepareStatement("select rolsuper or rolbypassrls from pg_roles where rolname = ?")) {
            query.setString(1, role.name());
            try (ResultSet found = query.executeQuery()) {
                boolean exists = found.next();
                if (exists && found.getBoolean(1)) {
                    throw new IllegalStateException(
                            "the database role " + role + " passes row-level security by; it must not");
                }
                return exists;
            }
        }
    }

    private void grantUsage(Connection owner, String module) throws SQLException {
        execute(owner, format(owner, "grant usage on schema %I to %I, %I", schema(module), app.name(), worker.name()));
    }

    /** Lets PostgreSQL quote the names and literals of a command that takes no parameters. */
    private static String format(Connection owner, String template, String... values) throws SQLException {
        try (PreparedStatement quote = owner.prepareStatement("select format(?, variadic ?)")) {
            quote.setString(1, template);
            quote.setArray(2, owner.createArrayOf("text", values));
            try (ResultSet result = quote.executeQuery()) {
                result.next();
                return result.getString(1);
            }
        }
    }

    private static void execute(Connection owner, String command) throws SQLException {
        try (Statement statement = owner.createStatement()) {
            statement.execute(command);
        }
    }

    private void migrate(String module) {
        Flyway.configure(DatabaseSchema.class.getClassLoader())
                .dataSource(address.asOwner())
                .locations("classpath:db/migrations/" + module)
                .defaultSchema(schema(module))
                .createSchemas(true)
                .table("schema_history")
                .placeholders(Map.of("app", app.name(), "worker", worker.name()))
                .load()
                .migrate()
                .migrations
                .forEach(applied ->
                        log.info("Applied {} {} to schema {}", applied.version, applied.description, module));
    }

    private static String schema(String module) {
        return module.replace('-', '_');
    }

    /** A role that processes log in with. */
    record Role(String name, String password) {

        @Override
        public String toString() {
            return name;
        }
    }
}
