package io.millirun.billing.tax;

import io.millirun.billing.rating.Money;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which taxes an invoice carries. Pure. The recipient's country decides: its rate, if there is one, for private persons and
 * for recipients in the issuer's own country; with a tax identity in another country that has one the recipient owes the
 * tax itself. Where no country is known, it is the issuer's.
 */
public final class Taxation {

    /** Members of the European Union, whose businesses account for value added tax on services from each other. */
    private static final Set<String> EUROPEAN_UNION = Set.of(
            "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU",
            "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK");

    static final String EU_REVERSE_CHARGE =
            "Reverse charge: VAT to be accounted for by the recipient (Article 196 of Directive 2006/112/EC).";
    static final String REVERSE_CHARGE = "Reverse charge: tax to be accounted for by the recipient.";

    private Taxation() {}

    /**
     * Who supplies whom.
     *
     * @param issuerCountry two letters, or empty
     * @param recipientCountry two letters, or empty
     * @param recipientTaxId empty for a private person
     */
    public record Parties(String issuerCountry, String recipientCountry, String recipientTaxId) {

        String country() {
            return recipientCountry.isEmpty() ? issuerCountry : recipientCountry;
        }

        boolean isBusinessAbroad() {
            return !recipientTaxId.isBlank() && !country().equals(issuerCountry);
        }

        boolean isWithinUnion() {
            return EUROPEAN_UNION.contains(issuerCountry) && EUROPEAN_UNION.contains(country());
        }
    }

    /** An amount of an invoice and what it is taxed as. */
    public record Taxable(String group, Money amount) {}

    /**
     * The taxes of an invoice.
     *
     * @param groups one for each rate; none where nothing is taxed
     * @param notes what the invoice has to say about it
     */
    public record Taxes(List<TaxedGroup> groups, List<String> notes) {

        public Taxes {
            groups = List.copyOf(groups);
            notes = List.copyOf(notes);
        }
    }

    /**
     * The taxes on {@code lines}.
     *
     * @param day the last of the period in which the service was rendered
     */
    public static Taxes of(List<Taxable> lines, List<TaxRate> rates, Parties parties, LocalDate day) {
        TreeMap<String, Money> sums =
                lines.stream().collect(Collectors.toMap(Taxable::group, Taxable::amount, Money::plus, TreeMap::new));
        List<TaxedGroup> charged = sums.entrySet().stream()
                .flatMap(sum -> rate(rates, parties, sum.getKey(), day)
                        .map(rate -> TaxedGroup.of(sum.getKey(), rate.name(), rate.percent(), sum.getValue()))
                        .stream())
                .toList();
        if (!parties.isBusinessAbroad()) {
            return new Taxes(charged, List.of());
        }
        if (parties.isWithinUnion()) {
            return new Taxes(reversed(sums, "VAT"), List.of(EU_REVERSE_CHARGE));
        }
        return charged.isEmpty()
                ? new Taxes(List.of(), List.of())
                : new Taxes(reversed(sums, charged.getFirst().name()), List.of(REVERSE_CHARGE));
    }

    private static List<TaxedGroup> reversed(Map<String, Money> sums, String name) {
        return sums.entrySet().stream()
                .map(sum -> TaxedGroup.of(sum.getKey(), name + ", reverse charge", BigDecimal.ZERO, sum.getValue()))
                .toList();
    }

    /** The recipient's country's; where the operator keeps none, the Union lets small suppliers charge their own country's. */
    private static Optional<TaxRate> rate(List<TaxRate> rates, Parties parties, String group, LocalDate day) {
        return rate(rates, parties.country(), group, day)
                .or(() ->
                        parties.isWithinUnion() ? rate(rates, parties.issuerCountry(), group, day) : Optional.empty());
    }

    private static Optional<TaxRate> rate(List<TaxRate> rates, String country, String group, LocalDate day) {
        return rates.stream()
                .filter(rate -> rate.country().equals(country)
                        && rate.group().equals(group)
                        && !rate.effectiveFrom().isAfter(day))
                .max(Comparator.comparing(TaxRate::effectiveFrom));
    }
}
