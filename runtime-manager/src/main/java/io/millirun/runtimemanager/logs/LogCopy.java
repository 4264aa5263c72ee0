package io.millirun.runtimemanager.logs;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/** Writes parts with {@code COPY} in its text format, as the chapter "COPY" of PostgreSQL's manual has it. */
final class LogCopy {

    private static final String COLUMNS = """
            day, tenant_id, function_id, id, part, kind, version, output, cut, dropped, outcome, cold, queued_micros, \
            init_micros, duration_micros, billed_ms, memory_mb, peak_memory_bytes, error_type, error_message""";

    /** {@code COPY} does not go into a table with row-level security. */
    private static final String STAGING =
            "create temporary table if not exists log_staging on commit delete rows as select " + COLUMNS
                    + " from runtime_manager.function_log with no data";

    private static final String COPY = "copy pg_temp.log_staging (" + COLUMNS + ") from stdin";

    /** A part that is there already was written by a transaction whose end we did not hear of. */
    private static final String TAKE = "insert into runtime_manager.function_log (" + COLUMNS + ") select " + COLUMNS
            + " from pg_temp.log_staging on conflict do nothing";

    private static final int BUFFER = 64 * 1024;

    private LogCopy() {}

    /** All of {@code parts}, in one transaction. */
    static void write(List<LogPart> parts, Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute(STAGING);
            copy(parts, connection);
            statement.execute(TAKE);
            connection.commit();
        } catch (SQLException failed) {
            if (!connection.isClosed()) {
                connection.rollback();
            }
            throw failed;
        }
    }

    private static void copy(List<LogPart> parts, Connection connection) throws SQLException {
        try (PGCopyOutputStream out = new PGCopyOutputStream(connection.unwrap(PGConnection.class), COPY, BUFFER)) {
            var row = new StringBuilder(512);
            for (LogPart part : parts) {
                row.setLength(0);
                row(row, part);
                out.write(row.toString().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException failed) {
            throw failed.getCause() instanceof SQLException cause ? cause : new SQLException("COPY failed", failed);
        }
    }

    static LocalDate day(LogPart part) {
        return LocalDate.ofInstant(part.id().startedAt(), ZoneOffset.UTC);
    }

    private static void row(StringBuilder row, LogPart part) {
        plain(row, day(part));
        plain(row, part.tenant().value());
        plain(row, part.function().value());
        plain(row, part.id().value());
        plain(row, part.part());
        plain(row, part.kind().name().toLowerCase(Locale.ROOT));
        text(row, part.version());
        text(row, decode(part.output()));
        plain(row, part.cut() ? 't' : 'f');
        plain(row, part.dropped() ? 't' : 'f');
        CallSummary summary = part.summary();
        plain(row, summary == null ? null : summary.outcome().name());
        plain(row, summary == null ? null : summary.cold() ? 't' : 'f');
        plain(row, summary == null ? null : summary.queuedMicros());
        plain(row, summary == null ? null : summary.initMicros());
        plain(row, summary == null ? null : summary.durationMicros());
        plain(row, summary == null ? null : summary.billedMs());
        plain(row, summary == null ? null : summary.memory().megabytes());
        plain(row, summary == null || summary.peakMemoryBytes() < 0 ? null : summary.peakMemoryBytes());
        text(row, summary == null ? "" : summary.errorType());
        text(row, summary == null ? "" : summary.errorMessage());
        row.setCharAt(row.length() - 1, '\n');
    }

    /** As text, with marks where it is none; PostgreSQL knows no character 0. */
    private static String decode(Buffer output) {
        return output.length() == 0
                ? ""
                : output.toString(StandardCharsets.UTF_8).replace('\0', '\ufffd');
    }

    private static void plain(StringBuilder row, @Nullable Object value) {
        row.append(value == null ? "\\N" : value).append('\t');
    }

    private static void text(StringBuilder row, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> row.append("\\\\");
                case '\t' -> row.append("\\t");
                case '\n' -> row.append("\\n");
                case '\r' -> row.append("\\r");
                case '\0' -> row.append('\ufffd');
                default -> row.append(c);
            }
        }
        row.append('\t');
    }
}
