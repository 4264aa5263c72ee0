package io.millirun.billing.invoice;

import io.millirun.billing.document.DocumentFormat;
import io.millirun.billing.document.Documents;
import io.millirun.billing.prices.PriceBook;
import io.millirun.billing.prices.RateCards;
import io.millirun.billing.profile.BilledOrganization;
import io.millirun.billing.profile.BilledOrganizations;
import io.millirun.billing.profile.Issuer;
import io.millirun.billing.profile.Issuers;
import io.millirun.kernel.CurrentTenant;
import io.millirun.kernel.Fault;
import io.millirun.kernel.MillirunException;
import io.millirun.kernel.TenantId;
import io.millirun.metering.ledger.BilledTotals;
import io.millirun.metering.ledger.MonthClose;
import io.millirun.metering.ledger.UsageChain;
import io.millirun.metering.ledger.UsageJournal;
import io.millirun.metering.ledger.UsagePeriod;
import io.millirun.metering.ledger.UsageTotals;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Issues all invoices of a UTC month. It may be started again at any time, by anybody, twice at once, and after it was
 * killed: who has an invoice gets none.
 */
@Component
public class InvoiceRun {

    private static final Logger log = LoggerFactory.getLogger(InvoiceRun.class);

    private static final int PRINTED_AT_ONCE = 50;

    private final MonthClose months;
    private final BilledOrganizations organizations;
    private final BilledTotals totals;
    private final UsageJournal journal;
    private final RateCards cards;
    private final Issuers issuers;
    private final InvoiceDrafts drafts;
    private final Finalization finalization;
    private final Invoices invoices;
    private final InvoiceRunLog runs;
    private final Documents documents;
    private final Clock clock;

    InvoiceRun(
            MonthClose months,
            BilledOrganizations organizations,
            BilledTotals totals,
            UsageJournal journal,
            RateCards cards,
            Issuers issuers,
            InvoiceDrafts drafts,
            Finalization finalization,
            Invoices invoices,
            InvoiceRunLog runs,
            Documents documents,
            Clock clock) {
        this.months = months;
        this.organizations = organizations;
        this.totals = totals;
        this.journal = journal;
        this.cards = cards;
        this.issuers = issuers;
        this.drafts = drafts;
        this.finalization = finalization;
        this.invoices = invoices;
        this.runs = runs;
        this.documents = documents;
        this.clock = clock;
    }

    /**
     * What a run did.
     *
     * @param issued invoices and zero statements that it issued
     * @param failed organizations that have none yet
     */
    public record Result(YearMonth month, int issued, int failed) {}

    /** The invoices of a month as they would be issued now, largest first; for a running month, as far as it is. */
    public List<InvoiceDraft> preview(YearMonth month) {
        PriceBook book = cards.book();
        Issuer issuer = issuers.current();
        return billed(month).stream()
                .filter(one -> invoices.find(one.id(), month).isEmpty())
                .map(one -> drafts.draft(one, month, book.of(one.id()), issuer))
                .sorted(Comparator.comparingLong(
                                (InvoiceDraft draft) -> draft.content().total())
                        .reversed())
                .toList();
    }

    /**
     * Closes a month, if it is not closed yet, and issues what is missing.
     *
     * @throws MillirunException with {@link Fault#CALLER} if the month is not over
     */
    public Result run(YearMonth month) {
        if (UsagePeriod.month(month).to().isAfter(clock.instant())) {
            throw new MillirunException(Fault.CALLER, "MonthNotOver", month + " is not over yet.");
        }
        months.close(month);
        runs.started(month);
        PriceBook book = cards.book();
        Issuer issuer = issuers.current();
        Map<TenantId, UsageTotals> billed = totals.in(month);
        int issued = 0;
        int failed = strangers(month, billed);
        for (BilledOrganization one : billed(month)) {
            try {
                issued += issue(one, month, book, issuer, billed.getOrDefault(one.id(), UsageTotals.ZERO)) ? 1 : 0;
                runs.succeeded(one.id(), month);
            } catch (RuntimeException problem) {
                failed++;
                log.error("no invoice of {} for {}", month, one.id(), problem);
                runs.failed(one.id(), month, problem);
            }
        }
        if (failed == 0) {
            runs.finished(month);
        }
        print();
        log.info("invoice run of {}: {} issued, {} failed", month, issued, failed);
        return new Result(month, issued, failed);
    }

    /** Usage of an organization that nobody knows is not forgotten: the run stays unfinished until somebody looks. */
    private int strangers(YearMonth month, Map<TenantId, UsageTotals> billed) {
        Set<TenantId> known =
                organizations.all().stream().map(BilledOrganization::id).collect(Collectors.toSet());
        List<TenantId> strangers = billed.keySet().stream()
                .filter(tenant -> !known.contains(tenant))
                .toList();
        strangers.forEach(tenant -> runs.failed(
                tenant, month, new IllegalStateException("There is usage, but no organization " + tenant + ".")));
        return strangers.size();
    }

    private boolean issue(
            BilledOrganization organization, YearMonth month, PriceBook book, Issuer issuer, UsageTotals sums) {
        if (invoices.find(organization.id(), month).isPresent()) {
            return false;
        }
        InvoiceDraft draft = drafts.draft(organization, month, book.of(organization.id()), issuer);
        UsageChain chain = chain(organization.id(), month, draft, sums);
        return finalization.finalize(draft, chain).isPresent();
    }

    /** Goes through every record once more: what is charged must be what they add up to. */
    private UsageChain chain(TenantId tenant, YearMonth month, InvoiceDraft draft, UsageTotals sums) {
        UsageChain chain = new UsageChain();
        AtomicLong requests = new AtomicLong();
        AtomicLong mbMs = new AtomicLong();
        CurrentTenant.run(
                tenant,
                () -> journal.forEachBilledIn(tenant, month, billed -> {
                    chain.add(billed);
                    requests.addAndGet(billed.usage().outcome().billed() ? 1 : 0);
                    mbMs.accumulateAndGet(billed.usage().mbMs(), Math::addExact);
                }));
        UsageTotals drafted = draft.billed();
        if (chain.records() != drafted.invocations()
                || requests.get() != drafted.requests()
                || mbMs.get() != drafted.mbMs()
                || sums.requests() != drafted.requests()
                || sums.mbMs() != drafted.mbMs()) {
            throw new MillirunException(
                    Fault.PLATFORM,
                    "UsageMismatch",
                    "The usage records of %s add up to %d calls, %d requests and %d MB·ms, their sums to %d, %d and %d."
                            .formatted(
                                    month,
                                    chain.records(),
                                    requests.get(),
                                    mbMs.get(),
                                    drafted.invocations(),
                                    drafted.requests(),
                                    drafted.mbMs()));
        }
        return chain;
    }

    /** Whoever was there in the month, and whoever has something to be billed in it. */
    private List<BilledOrganization> billed(YearMonth month) {
        Instant from = UsagePeriod.month(month).from();
        Instant to = UsagePeriod.month(month).to();
        Map<TenantId, BilledOrganization> known = organizations.all().stream()
                .collect(Collectors.toMap(
                        BilledOrganization::id, Function.identity(), (one, _) -> one, LinkedHashMap::new));
        Map<TenantId, BilledOrganization> billed = new LinkedHashMap<>();
        known.values().stream()
                .filter(one -> one.since().isBefore(to)
                        && one.until().filter(end -> !end.isAfter(from)).isEmpty())
                .forEach(one -> billed.put(one.id(), one));
        totals.in(month).keySet().forEach(tenant -> billed.computeIfAbsent(tenant, _ -> known.get(tenant)));
        return billed.values().stream()
                .sorted(Comparator.comparing(BilledOrganization::since)
                        .thenComparing(one -> one.id().toString()))
                .toList();
    }

    /** Prints what has no PDF yet; what cannot be printed now is printed when somebody asks for it, or by the next run. */
    void print() {
        for (Documents.Unprinted one : documents.unprinted(PRINTED_AT_ONCE)) {
            try {
                Optional<byte[]> _ = documents.find(one.tenant(), one.subject(), DocumentFormat.PDF);
            } catch (RuntimeException problem) {
                log.error("document {} cannot be printed", one.subject(), problem);
            }
        }
    }
}
