package io.millirun.billing.invoice;

import io.millirun.kernel.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which months were run, and what held invoices up. */
@Component
public class InvoiceRunLog {

    private static final int LONGEST = 2_000;

    private final JdbcClient worker;
    private final Clock clock;

    InvoiceRunLog(@Qualifier("worker") JdbcClient worker, Clock clock) {
        this.worker = worker;
        this.clock = clock;
    }

    /**
     * A month's run.
     *
     * @param finishedAt when everybody had their invoice; null until then
     */
    public record Run(
            YearMonth month, Instant startedAt, @Nullable Instant finishedAt) {}

    /** An organization without its invoice. */
    public record Failure(TenantId tenant, YearMonth month, String problem, int attempts, Instant failedAt) {}

    /** All runs, the latest month first. */
    public List<Run> runs() {
        return worker.sql("select * from billing.invoice_run order by month desc")
                .query((row, _) -> run(row))
                .list();
    }

    /** The run of a month. */
    public Optional<Run> run(YearMonth month) {
        return worker.sql("select * from billing.invoice_run where month = ?")
                .param(month.atDay(1))
                .query((row, _) -> run(row))
                .optional();
    }

    /** What holds invoices up now. */
    public List<Failure> failures() {
        return worker.sql("select * from billing.invoice_failure order by month, failed_at")
                .query((row, _) -> new Failure(
                        new TenantId(row.getObject("tenant_id", UUID.class)),
                        YearMonth.from(row.getObject("month", LocalDate.class)),
                        row.getString("problem"),
                        row.getInt("attempts"),
                        row.getObject("failed_at", OffsetDateTime.class).toInstant()))
                .list();
    }

    void started(YearMonth month) {
        worker.sql("insert into billing.invoice_run (month, started_at) values (?, ?) on conflict do nothing")
                .params(month.atDay(1), now())
                .update();
    }

    void finished(YearMonth month) {
        worker.sql("update billing.invoice_run set finished_at = ? where month = ? and finished_at is null")
                .params(now(), month.atDay(1))
                .update();
    }

    void failed(TenantId tenant, YearMonth month, RuntimeException problem) {
        String text = Objects.requireNonNullElse(problem.getMessage(), problem.toString());
        worker.sql("""
                        insert into billing.invoice_failure as f (tenant_id, month, problem, attempts, failed_at)
                        values (?, ?, ?, 1, ?)
                        on conflict (tenant_id, month) do update
                        set problem = excluded.problem, attempts = f.attempts + 1, failed_at = excluded.failed_at""")
                .params(tenant.value(), month.atDay(1), text.substring(0, Math.min(text.length(), LONGEST)), now())
                .update();
    }

    void succeeded(TenantId tenant, YearMonth month) {
        worker.sql("delete from billing.invoice_failure where tenant_id = ? and month = ?")
                .params(tenant.value(), month.atDay(1))
                .update();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }

    private static Run run(ResultSet row) throws SQLException {
        OffsetDateTime finished = row.getObject("finished_at", OffsetDateTime.class);
        return new Run(
                YearMonth.from(row.getObject("month", LocalDate.class)),
                row.getObject("started_at", OffsetDateTime.class).toInstant(),
                finished == null ? null : finished.toInstant());
    }
}
