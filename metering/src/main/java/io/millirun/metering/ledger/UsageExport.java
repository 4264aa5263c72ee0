package io.millirun.metering.ledger;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.TenantId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.YearMonth;
import java.util.function.Consumer;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** Writes usage records as text, one line each, oldest first, without ever holding them all. */
@Component
public class UsageExport {

    private final UsageJournal journal;

    UsageExport(UsageJournal journal) {
        this.journal = journal;
    }

    /** Which records are written, in which order. */
    @FunctionalInterface
    public interface Records {

        void forEach(Consumer<BilledRecord> action);
    }

    /** Those of the calls that started within {@code period}. */
    public Records startedIn(TenantId tenant, UsagePeriod period) {
        return action -> journal.forEach(tenant, period, action);
    }

    /** Those that the invoice of {@code month} covers. */
    public Records billedIn(TenantId tenant, YearMonth month) {
        return action -> journal.forEachBilledIn(tenant, month, action);
    }

    /**
     * Comma-separated values as RFC 4180 has them, with a header line. No cell can be taken for a formula.
     *
     * @param names the functions' names; empty for one that has none any more
     */
    public void csv(Records records, Function<FunctionId, String> names, Writer out) throws IOException {
        out.write(Csv.line(UsageFields.NAMES));
        write(records, usage -> Csv.line(UsageFields.of(usage, names).values()), out);
    }

    /** JSON objects, each on a line of its own. */
    public void jsonLines(Records records, Function<FunctionId, String> names, Writer out) throws IOException {
        write(records, usage -> JsonLine.of(UsageFields.of(usage, names)), out);
    }

    private static void write(Records records, Function<BilledRecord, String> line, Writer out) throws IOException {
        try {
            records.forEach(usage -> {
                try {
                    out.write(line.apply(usage));
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            });
        } catch (UncheckedIOException failed) {
            throw failed.getCause();
        }
    }
}
