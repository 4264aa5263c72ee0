package io.millirun.portal.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.millirun.portal.secret.MasterSecret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresIT {

    @TempDir
    private Path home;

    private MasterSecret secret;

    @BeforeEach
    void make() {
        secret = MasterSecret.createdAt(home.resolve("secret"));
    }

    @Test
    void keepsItsDataAndItsPortOverARestart() throws Exception {
        DatabaseAddress first;
        try (EmbeddedPostgres postgres = EmbeddedPostgres.in(home, secret)) {
            first = postgres.address();
            execute(first, "create table kept as select 42 as answer");
        }
        assertThatExceptionOfType(SQLException.class)
                .as("it stops with its holder")
                .isThrownBy(() -> execute(first, "select 1"));

        try (EmbeddedPostgres postgres = EmbeddedPostgres.in(home, secret)) {
            assertThat(postgres.address()).isEqualTo(first);
            assertThat(answer(postgres.address())).isEqualTo(42);
        }
    }

    @Test
    void takesOverAServerThatAKilledProcessLeftRunning() throws Exception {
        DatabaseAddress first;
        try (EmbeddedPostgres postgres = EmbeddedPostgres.in(home, secret)) {
            first = postgres.address();
            execute(first, "create table kept as select 42 as answer");
        }
        PostgresPrograms programs = new PostgresPrograms(PostgresBinaries.in(home), home.resolve("postgres"));
        programs.start(first.asOwner().getPortNumbers()[0]);

        try (EmbeddedPostgres postgres = EmbeddedPostgres.in(home, secret)) {
            assertThat(answer(postgres.address())).isEqualTo(42);
        }
        assertThat(programs.isRunning()).isFalse();
    }

    @Test
    void startsAgainWhenItWasKilled() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.in(home, secret)) {
            execute(postgres.address(), "create table kept as select 42 as answer");
            long server = server();

            ProcessHandle.of(server).orElseThrow().destroyForcibly();

            await().atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(answer(postgres.address())).isEqualTo(42));
            assertThat(server()).isNotEqualTo(server);
        }
        PostgresPrograms programs = new PostgresPrograms(PostgresBinaries.in(home), home.resolve("postgres"));
        assertThat(programs.isRunning()).as("stopped with its holder").isFalse();
    }

    @Test
    void startsAfterAPowerCutThatLeftAProcessFileOfAnotherProcess() throws Exception {
        EmbeddedPostgres.in(home, secret).close();
        Files.writeString(
                home.resolve("postgres/postmaster.pid"),
                ProcessHandle.current().pid() + "\n" + home.resolve("postgres") + "\n0\n1\n\n127.0.0.1\n\nready\n");

        try (EmbeddedPostgres postgres = EmbeddedPostgres.in(home, secret)) {
            execute(postgres.address(), "select 1");
        }
    }

    @Test
    void movesToAnotherPortWhenItsOwnIsTaken() throws Exception {
        DatabaseAddress first;
        try (EmbeddedPostgres postgres = EmbeddedPostgres.in(home, secret)) {
            first = postgres.address();
            execute(first, "create table kept as select 42 as answer");
        }

        try (ServerSocket _ =
                        new ServerSocket(first.asOwner().getPortNumbers()[0], 1, InetAddress.getLoopbackAddress());
                EmbeddedPostgres postgres = EmbeddedPostgres.in(home, secret)) {
            assertThat(postgres.address()).isNotEqualTo(first);
            assertThat(answer(postgres.address())).isEqualTo(42);
        }
    }

    @Test
    void demandsThePassword() {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.in(home, secret)) {
            DatabaseAddress address = postgres.address();

            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() ->
                            execute(new DatabaseAddress(address.jdbcUrl(), address.owner(), "guessed"), "select 1"));
        }
    }

    private long server() throws IOException {
        return Long.parseLong(Files.readAllLines(home.resolve("postgres/postmaster.pid"))
                .getFirst()
                .strip());
    }

    private static void execute(DatabaseAddress address, String sql) throws SQLException {
        try (Connection connection = address.asOwner().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int answer(DatabaseAddress address) throws SQLException {
        try (Connection connection = address.asOwner().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select answer from kept")) {
            result.next();
            return result.getInt(1);
        }
    }
}
