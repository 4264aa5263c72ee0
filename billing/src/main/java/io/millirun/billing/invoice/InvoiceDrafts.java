package io.millirun.billing.invoice;

import io.millirun.billing.document.CorrectionPart;
import io.millirun.billing.document.InvoiceDocument;
import io.millirun.billing.document.InvoiceDocument.MinimumPart;
import io.millirun.billing.document.Party;
import io.millirun.billing.document.PricedSpan;
import io.millirun.billing.document.SectionPart;
import io.millirun.billing.document.TaxPart;
import io.millirun.billing.document.UsagePart;
import io.millirun.billing.document.ZeroPart;
import io.millirun.billing.prices.PriceHistory;
import io.millirun.billing.profile.BilledOrganization;
import io.millirun.billing.profile.BillingProfile;
import io.millirun.billing.profile.BillingProfiles;
import io.millirun.billing.profile.Issuer;
import io.millirun.billing.rating.Correction;
import io.millirun.billing.rating.MinimumLine;
import io.millirun.billing.rating.Money;
import io.millirun.billing.statement.DeployedFunctions;
import io.millirun.billing.statement.Section;
import io.millirun.billing.statement.Statement;
import io.millirun.billing.statement.Statements;
import io.millirun.billing.tax.TaxRate;
import io.millirun.billing.tax.TaxRates;
import io.millirun.billing.tax.Taxation;
import io.millirun.billing.tax.Taxation.Parties;
import io.millirun.billing.tax.Taxation.Taxable;
import io.millirun.billing.tax.Taxation.Taxes;
import io.millirun.billing.tax.TaxedGroup;
import io.millirun.kernel.CurrentTenant;
import io.millirun.kernel.FunctionId;
import io.millirun.metering.ledger.LateHour;
import io.millirun.metering.ledger.UsageChain;
import io.millirun.metering.ledger.UsageLedger;
import io.millirun.metering.ledger.UsageTotals;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Makes an organization's invoice of a month from its usage and all that holds for it, without issuing it. */
@Component
class InvoiceDrafts {

    private static final UUID NO_ID = new UUID(0, 0);

    private final Statements statements;
    private final UsageLedger usage;
    private final BillingProfiles profiles;
    private final DeployedFunctions functions;
    private final TaxRates taxRates;

    InvoiceDrafts(
            Statements statements,
            UsageLedger usage,
            BillingProfiles profiles,
            DeployedFunctions functions,
            TaxRates taxRates) {
        this.statements = statements;
        this.usage = usage;
        this.profiles = profiles;
        this.functions = functions;
        this.taxRates = taxRates;
    }

    InvoiceDraft draft(BilledOrganization organization, YearMonth month, PriceHistory prices, Issuer issuer) {
        return CurrentTenant.call(organization.id(), () -> {
            Statement statement = statements.of(organization.id(), month, prices, organization.since());
            UsageTotals late = usage.late(organization.id(), month).stream()
                    .filter(hour -> hour.billedIn().equals(month))
                    .map(LateHour::totals)
                    .reduce(UsageTotals.ZERO, UsageTotals::plus);
            UsageTotals billed = statement.usage().plus(late);
            return new InvoiceDraft(
                    organization.id(), issuer, content(organization, statement, issuer, billed), billed);
        });
    }

    private InvoiceDocument content(
            BilledOrganization organization, Statement statement, Issuer issuer, UsageTotals billed) {
        BillingProfile profile = profiles.find(organization.id())
                .orElseGet(() -> BillingProfile.named(organization.id(), organization.name()));
        Map<FunctionId, String> names = functions.names(organization.id());
        Money net = statement.total();
        Taxes taxes = Taxation.of(
                taxable(statement),
                taxRates.all(),
                new Parties(issuer.address().country(), profile.address().country(), profile.taxId()),
                statement.month().atEndOfMonth());
        Money tax = taxes.groups().stream().map(TaxedGroup::tax).reduce(Money.zero(net.currency()), Money::plus);
        Money total = net.plus(tax);
        return new InvoiceDocument(
                InvoiceDocument.FORMAT,
                total.signum() > 0 ? "invoice" : "zero_statement",
                NO_ID,
                null,
                organization.id().value(),
                statement.month(),
                statement.asOf(),
                LocalDate.EPOCH,
                Party.of(issuer),
                Party.of(profile),
                profile.reference(),
                issuer.paymentInstructions(),
                net.currency().getCurrencyCode(),
                organization.since(),
                statement.prices().stream()
                        .map(priced -> PricedSpan.of(priced.period(), priced.card()))
                        .toList(),
                statement.sections().stream()
                        .map(section -> SectionPart.of(section, function -> names.getOrDefault(function, "")))
                        .toList(),
                statement.minimum().map(InvoiceDrafts::part).orElse(null),
                statement.corrections().stream().map(CorrectionPart::of).toList(),
                taxes.groups().stream().map(TaxPart::of).toList(),
                net.minorUnits(),
                tax.minorUnits(),
                total.minorUnits(),
                0,
                total.minorUnits(),
                taxes.notes(),
                Statement.ROUNDING,
                new UsagePart(
                        billed.invocations(),
                        new UsageChain().digest(),
                        billed.platformFaults() + billed.unwitnessed()),
                statement
                        .proof()
                        .map(proof -> new ZeroPart(
                                proof.functionsDeployed(), proof.lastActivity().orElse(null)))
                        .orElse(null));
    }

    private static List<Taxable> taxable(Statement statement) {
        return Stream.of(
                        statement.sections().stream().map(Section::amount),
                        statement.minimum().stream().map(MinimumLine::amount),
                        statement.corrections().stream().map(Correction::amount))
                .flatMap(amounts -> amounts)
                .map(amount -> new Taxable(TaxRate.STANDARD, amount))
                .toList();
    }

    private static MinimumPart part(MinimumLine line) {
        return new MinimumPart(line.committed().minorUnits(), line.amount().minorUnits(), line.steps());
    }
}
