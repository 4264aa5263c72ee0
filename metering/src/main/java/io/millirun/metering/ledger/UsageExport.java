package io.millirun.metering.ledger;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.TenantId;
import io.millirun.metering.UsageRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** Writes a period's records as text, one line each, oldest first, without ever holding them all. */
@Component
public class UsageExport {

    private final UsageJournal journal;

    UsageExport(UsageJournal journal) {
        this.journal = journal;
    }

    /**
     * Comma-separated values as RFC 4180 has them, with a header line. No cell can be taken for a formula.
     *
     * @param names the functions' names; empty for one that has none any more
     */
    public void csv(TenantId tenant, UsagePeriod period, Function<FunctionId, String> names, Writer out)
            throws IOException {
        out.write(Csv.line(UsageFields.NAMES));
        write(tenant, period, usage -> Csv.line(UsageFields.of(usage, names).values()), out);
    }

    /** JSON objects, each on a line of its own. */
    public void jsonLines(TenantId tenant, UsagePeriod period, Function<FunctionId, String> names, Writer out)
            throws IOException {
        write(tenant, period, usage -> JsonLine.of(UsageFields.of(usage, names)), out);
    }

    private void write(TenantId tenant, UsagePeriod period, Function<UsageRecord, String> line, Writer out)
            throws IOException {
        try {
            journal.forEach(tenant, period, usage -> {
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
