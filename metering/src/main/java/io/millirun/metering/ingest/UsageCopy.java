package io.millirun.metering.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millirun.metering.UsageRecord;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/** Writes usage records with {@code COPY} in its binary format, as the chapter "COPY" of PostgreSQL's manual has it. */
final class UsageCopy {

    /** The staging table's columns in the order in which they are written here. */
    static final String COLUMNS = """
            ordinal, day, id, tenant_id, function_id, function_version, trigger, cold, init_micros, duration_micros, \
            billed_ms, memory_mb, peak_memory_bytes, cpu_micros, bytes_in, bytes_out, outcome, node""";

    private static final int COLUMN_COUNT = 18;
    private static final int BUFFER = 64 * 1024;
    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};
    private static final long POSTGRES_EPOCH_DAY = LocalDate.of(2000, 1, 1).toEpochDay();

    private final CopyBuffer out;

    private UsageCopy(CopyBuffer out) {
        this.out = out;
    }

    /** Copies {@code records} into {@code table}; the ordinal of each is its index. */
    static void into(String table, List<UsageRecord> records, Connection connection) throws SQLException {
        String sql = "copy " + table + " (" + COLUMNS + ") from stdin (format binary)";
        try (PGCopyOutputStream stream = new PGCopyOutputStream(connection.unwrap(PGConnection.class), sql, BUFFER)) {
            UsageCopy copy = new UsageCopy(new CopyBuffer(stream));
            copy.out.raw(SIGNATURE).int4(0).int4(0);
            for (int ordinal = 0; ordinal < records.size(); ordinal++) {
                copy.row(ordinal, records.get(ordinal));
            }
            copy.out.int2(-1).flush();
        } catch (IOException failed) {
            throw failed.getCause() instanceof SQLException cause ? cause : new SQLException("COPY failed", failed);
        }
    }

    private void row(int ordinal, UsageRecord usage) throws IOException {
        out.int2(COLUMN_COUNT);
        int4(ordinal);
        int4((int) (AcceptedDays.of(usage).toEpochDay() - POSTGRES_EPOCH_DAY));
        uuid(usage.id().value());
        uuid(usage.tenant().value());
        uuid(usage.function().value());
        text(usage.functionVersion());
        text(usage.trigger().name().toLowerCase(Locale.ROOT));
        out.int4(1).int1(usage.cold() ? 1 : 0);
        int8(usage.initMicros());
        int8(usage.durationMicros());
        int8(usage.billedMs());
        int4(usage.memory().megabytes());
        measured(usage.peakMemoryBytes());
        measured(usage.cpuMicros());
        int8(usage.bytesIn());
        int8(usage.bytesOut());
        text(usage.outcome().name().toLowerCase(Locale.ROOT));
        text(usage.node());
    }

    private void int4(int value) throws IOException {
        out.int4(4).int4(value);
    }

    private void int8(long value) throws IOException {
        out.int4(8).int8(value);
    }

    private void measured(long value) throws IOException {
        if (value < 0) {
            out.int4(-1);
        } else {
            int8(value);
        }
    }

    private void uuid(UUID value) throws IOException {
        out.int4(16).int8(value.getMostSignificantBits()).int8(value.getLeastSignificantBits());
    }

    private void text(String value) throws IOException {
        byte[] bytes = value.getBytes(UTF_8);
        out.int4(bytes.length).raw(bytes);
    }
}
