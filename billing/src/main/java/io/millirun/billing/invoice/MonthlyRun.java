package io.millirun.billing.invoice;

import io.millirun.billing.BillingProperties;
import io.millirun.billing.profile.BilledOrganization;
import io.millirun.billing.profile.BilledOrganizations;
import io.millirun.metering.ledger.MonthClose;
import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/** The job that runs every month once it is over and its last usage had time to arrive, and runs again what is unfinished. */
public class MonthlyRun {

    private static final Logger log = LoggerFactory.getLogger(MonthlyRun.class);

    private final InvoiceRun run;
    private final InvoiceRunLog runs;
    private final MonthClose months;
    private final BilledOrganizations organizations;
    private final BillingProperties settings;
    private final Clock clock;

    public MonthlyRun(
            InvoiceRun run,
            InvoiceRunLog runs,
            MonthClose months,
            BilledOrganizations organizations,
            BillingProperties settings,
            Clock clock) {
        this.run = run;
        this.runs = runs;
        this.months = months;
        this.organizations = organizations;
        this.settings = settings;
        this.clock = clock;
    }

    /** Does what is due. */
    @Scheduled(fixedDelayString = "${millirun.billing.run-interval:5m}", initialDelayString = "10s")
    public void runWhatIsDue() {
        for (YearMonth month : due()) {
            try {
                run.run(month);
            } catch (RuntimeException failed) {
                log.error("invoice run of {} failed and is tried again", month, failed);
                return; // Months in their order.
            }
        }
        run.print();
    }

    /** Months that are over and not finished, in their order. */
    List<YearMonth> due() {
        List<YearMonth> due = new ArrayList<>();
        YearMonth end =
                YearMonth.from(clock.instant().minus(settings.closeAfter()).atOffset(ZoneOffset.UTC));
        for (YearMonth month = first().orElse(end); month.isBefore(end); month = month.plusMonths(1)) {
            if (runs.run(month).filter(one -> one.finishedAt() != null).isEmpty()) {
                due.add(month);
            }
        }
        return due;
    }

    private Optional<YearMonth> first() {
        return Stream.concat(
                        months.first().stream(),
                        organizations.all().stream()
                                .map(BilledOrganization::since)
                                .map(since -> YearMonth.from(since.atOffset(ZoneOffset.UTC))))
                .min(Comparator.naturalOrder());
    }
}
