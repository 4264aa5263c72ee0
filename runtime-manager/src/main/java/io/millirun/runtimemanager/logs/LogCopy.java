package io.millirun.runtimemanager.logs;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/** Writes parts with {@code COPY} in its text format, as the chapter "COPY" of PostgreSQL's manual has it. */
final class LogCopy {

    private static final String SQL = """
            copy runtime_manager.function_log (day, tenant_id, function_id, id, part, kind, version, output, cut, dropped, \
            outcome, cold, queued_micros, init_micros, duration_micros, billed_ms, memory_mb, peak_memory_bytes, \
            error_type, error_message) from stdin""";
    private static final int BUFFER = 64 * 1024;

    private LogCopy() {}

    /** All of {@code parts}, in one statement. */
    static void write(List<LogPart> parts, Connection connection) throws SQLException {
        try (PGCopyOutputStream out = new PGCopyOutputStream(connection.unwrap(PGConnection.class), SQL, BUFFER)) {
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
