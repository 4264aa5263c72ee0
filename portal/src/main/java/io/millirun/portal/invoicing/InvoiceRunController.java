package io.millirun.portal.invoicing;

import io.millirun.billing.invoice.InvoiceDraft;
import io.millirun.billing.invoice.InvoiceRun;
import io.millirun.billing.invoice.InvoiceRunLog;
import io.millirun.billing.invoice.Invoices;
import io.millirun.billing.invoice.Reconciliation;
import io.millirun.billing.profile.BilledOrganization;
import io.millirun.billing.profile.BilledOrganizations;
import io.millirun.kernel.MillirunException;
import io.millirun.kernel.TenantId;
import io.millirun.portal.figure.Figure;
import io.millirun.portal.invoice.InvoiceRow;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.portal.statement.MonthChoice;
import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The invoice run of a month: what it would issue, what it issued, and whether usage, lines and ledger agree. */
@Controller
@Needs(Permission.OPERATE)
@RequestMapping("/operator/invoices")
class InvoiceRunController {

    private final InvoiceRun run;
    private final InvoiceRunLog log;
    private final Invoices invoices;
    private final Reconciliation reconciliation;
    private final BilledOrganizations organizations;
    private final Clock clock;

    InvoiceRunController(
            InvoiceRun run,
            InvoiceRunLog log,
            Invoices invoices,
            Reconciliation reconciliation,
            BilledOrganizations organizations,
            Clock clock) {
        this.run = run;
        this.log = log;
        this.invoices = invoices;
        this.reconciliation = reconciliation;
        this.organizations = organizations;
        this.clock = clock;
    }

    /** An invoice that is not issued yet. */
    record DraftRow(String recipient, Figure net, Figure tax, Figure total, boolean zero) {}

    /** Figures that have to agree. */
    record ReconciledRow(
            String organization,
            String number,
            Figure meteredRequests,
            Figure invoicedRequests,
            Figure meteredCompute,
            Figure invoicedCompute,
            boolean agrees) {}

    /** Why an organization has no invoice. */
    record FailedRow(String organization, String month, String problem, int attempts) {}

    @GetMapping
    String page(@RequestParam(required = false) @Nullable YearMonth month, Model model) {
        YearMonth running = YearMonth.now(clock.withZone(ZoneOffset.UTC));
        MonthChoice months = MonthChoice.of(month == null ? running.minusMonths(1) : month, clock);
        Map<TenantId, String> names = organizations.all().stream()
                .collect(Collectors.toMap(BilledOrganization::id, BilledOrganization::name));
        model.addAttribute("months", months);
        model.addAttribute("over", !months.isRunning());
        model.addAttribute("run", log.run(months.shown()).orElse(null));
        model.addAttribute(
                "drafts",
                run.preview(months.shown()).stream()
                        .map(InvoiceRunController::draft)
                        .toList());
        model.addAttribute(
                "invoices",
                invoices.in(months.shown()).stream().map(InvoiceRow::of).toList());
        model.addAttribute(
                "reconciled",
                months.isRunning()
                        ? List.of()
                        : reconciliation.of(months.shown()).stream()
                                .map(row -> reconciled(row, names))
                                .toList());
        model.addAttribute(
                "failures",
                log.failures().stream()
                        .map(one -> new FailedRow(
                                names.getOrDefault(one.tenant(), one.tenant().toString()),
                                MonthChoice.title(one.month()),
                                one.problem(),
                                one.attempts()))
                        .toList());
        return "operator-invoices";
    }

    @PostMapping("/run")
    String run(@RequestParam YearMonth month, RedirectAttributes next) {
        try {
            InvoiceRun.Result result = run.run(month);
            next.addFlashAttribute("issued", result.issued());
            next.addFlashAttribute("failed", result.failed());
        } catch (MillirunException refused) {
            next.addFlashAttribute("problem", refused.message());
        }
        next.addAttribute("month", month);
        return "redirect:/operator/invoices";
    }

    private static DraftRow draft(InvoiceDraft draft) {
        var content = draft.content();
        return new DraftRow(
                content.recipient().name(),
                Figure.money(content.money(content.net())),
                Figure.money(content.money(content.tax())),
                Figure.money(content.money(content.total())),
                content.total() == 0);
    }

    private static ReconciledRow reconciled(Reconciliation.Row row, Map<TenantId, String> names) {
        String number = row.number();
        return new ReconciledRow(
                names.getOrDefault(row.tenant(), row.tenant().toString()),
                number == null ? "–" : number,
                Figure.count(row.meteredRequests()),
                Figure.count(row.invoicedRequests()),
                Figure.exactGbSeconds(row.meteredMbMs()),
                Figure.exactGbSeconds(row.invoicedMbMs()),
                row.agrees());
    }
}
