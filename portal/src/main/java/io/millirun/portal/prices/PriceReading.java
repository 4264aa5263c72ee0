package io.millirun.portal.prices;

import io.millirun.billing.rating.Meter;
import io.millirun.billing.rating.MeterPrice;
import io.millirun.billing.rating.RateCard;
import io.millirun.billing.rating.Tier;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/** Reads what the editor of a rate card sent, and says which field is wrong and why. Pure but for what it reports. */
final class PriceReading {

    /** A point and no commas: {@code 0,20} is twenty cents to some people and twenty to others. */
    private static final Pattern NUMBER = Pattern.compile("\\d{1,15}(\\.\\d{1,18})?");

    private static final Pattern WHOLE = Pattern.compile("\\d{1,15}");
    private static final int MOST_TIERS = 20;
    private static final long MOST_FREE_INIT_MS = 10_000;

    private final PriceForm form;
    private final BiConsumer<String, String> problem;
    private boolean good = true;

    private PriceReading(PriceForm form, BiConsumer<String, String> problem) {
        this.form = form;
        this.problem = problem;
    }

    /**
     * The card that the form describes; empty if something is wrong with it.
     *
     * @param problem is told each field that is wrong, and the code of the message that says why
     */
    static Optional<RateCard> card(
            PriceForm form, String plan, int version, Currency currency, BiConsumer<String, String> problem) {
        return new PriceReading(form, problem).card(plan, version, currency);
    }

    /** The hour from which prices shall hold; empty if it is none. */
    static Optional<Instant> hour(PriceForm form, BiConsumer<String, String> problem) {
        return hour(form.effectiveFrom(), problem);
    }

    /** A whole UTC hour, as {@code 2026-12-01T00:00}. */
    static Optional<Instant> hour(String text, BiConsumer<String, String> problem) {
        Optional<Instant> hour = UtcHour.parse(text);
        if (hour.isEmpty()) {
            problem.accept("effectiveFrom", "prices.problem.hour");
        }
        return hour;
    }

    /** An ISO currency that documents can be written in. */
    static Optional<Currency> currency(String code, BiConsumer<String, String> problem) {
        Optional<Currency> found = Currency.getAvailableCurrencies().stream()
                .filter(currency -> currency.getCurrencyCode().equals(code))
                .filter(currency -> List.of(0, 2, 3).contains(currency.getDefaultFractionDigits()))
                .findFirst();
        if (found.isEmpty()) {
            problem.accept("currency", "prices.problem.currency");
        }
        return found;
    }

    /** Usage of a month to try prices on; empty if it is none. */
    static Optional<Usage> sample(PriceForm form, BiConsumer<String, String> problem) {
        PriceReading reading = new PriceReading(form, problem);
        long requests = reading.whole("sampleRequests", form.sampleRequests(), 1_000_000_000_000L);
        long ms = reading.whole("sampleMs", form.sampleMs(), 900_000);
        long mb = reading.whole("sampleMb", form.sampleMb(), 32_768);
        try {
            return reading.good
                    ? Optional.of(new Usage(requests, Math.multiplyExact(Math.multiplyExact(requests, ms), mb)))
                    : Optional.empty();
        } catch (ArithmeticException tooMuch) {
            problem.accept("sampleRequests", "prices.problem.large");
            return Optional.empty();
        }
    }

    /** What a month used. */
    record Usage(long requests, long mbMs) {}

    private Optional<RateCard> card(String plan, int version, Currency currency) {
        long freeInitMs = whole("freeInitMs", form.freeInitMs(), MOST_FREE_INIT_MS);
        Optional<MeterPrice> requests = price(Meter.REQUESTS);
        Optional<MeterPrice> compute = price(Meter.COMPUTE);
        long minimum = minimum(currency);
        return good && requests.isPresent() && compute.isPresent()
                ? Optional.of(new RateCard(plan, version, currency, freeInitMs, requests.get(), compute.get(), minimum))
                : Optional.empty();
    }

    private Optional<MeterPrice> price(Meter meter) {
        String rowsField = PriceForm.rowsOf(meter);
        long free = quantity(meter, PriceForm.freeOf(meter), form.free(meter));
        List<Tier> tiers = new ArrayList<>();
        List<TierRow> rows = form.tiers(meter);
        if (rows.isEmpty() || rows.size() > MOST_TIERS) {
            wrong(rowsField, rows.isEmpty() ? "prices.problem.tiers.none" : "prices.problem.tiers.many");
            return Optional.empty();
        }
        for (TierRow row : rows) {
            if (!NUMBER.matcher(row.rate()).matches()) {
                wrong(rowsField, "prices.problem.rate");
                return Optional.empty();
            }
            long from = tiers.isEmpty() && row.from().isEmpty() ? 0 : quantity(meter, rowsField, row.from());
            if (!good) {
                return Optional.empty();
            }
            boolean rises = tiers.isEmpty() ? from == 0 : from > tiers.getLast().from();
            if (!rises) {
                wrong(rowsField, tiers.isEmpty() ? "prices.problem.tiers.first" : "prices.problem.tiers.order");
                return Optional.empty();
            }
            tiers.add(new Tier(from, new BigDecimal(row.rate())));
        }
        return Optional.of(new MeterPrice(free, tiers));
    }

    private long minimum(Currency currency) {
        if (form.minimum().isEmpty()) {
            return 0;
        }
        try {
            if (NUMBER.matcher(form.minimum()).matches()) {
                return new BigDecimal(form.minimum())
                        .movePointRight(currency.getDefaultFractionDigits())
                        .longValueExact();
            }
        } catch (ArithmeticException tooFine) {
            // Told below.
        }
        wrong("minimum", "prices.problem.minimum");
        return 0;
    }

    /** A quantity in metering's whole numbers. */
    private long quantity(Meter meter, String field, String text) {
        try {
            if (NUMBER.matcher(text).matches()) {
                BigDecimal perShown = BigDecimal.ONE.divide(meter.shown(1));
                return new BigDecimal(text).multiply(perShown).longValueExact();
            }
        } catch (ArithmeticException tooFine) {
            // Told below.
        }
        wrong(field, "prices.problem.quantity");
        return 0;
    }

    private long whole(String field, String text, long most) {
        if (WHOLE.matcher(text).matches() && Long.parseLong(text) <= most) {
            return Long.parseLong(text);
        }
        wrong(field, "prices.problem." + field);
        return 0;
    }

    private void wrong(String field, String code) {
        good = false;
        problem.accept(field, code);
    }
}
