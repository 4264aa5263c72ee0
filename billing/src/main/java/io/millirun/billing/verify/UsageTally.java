package io.millirun.billing.verify;

import io.millirun.billing.document.InvoiceDocument;
import io.millirun.billing.prices.PriceHistory.PricedPeriod;
import io.millirun.kernel.FunctionId;
import io.millirun.kernel.InvocationId;
import io.millirun.metering.Outcome;
import io.millirun.metering.ledger.FunctionDay;
import io.millirun.metering.ledger.UsageChain;
import io.millirun.metering.ledger.UsageTotals;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.StringJoiner;
import java.util.UUID;

/** Adds up exported records, and finds those that do not belong to the invoice or contradict themselves. */
final class UsageTally {

    private record Key(Instant hour, FunctionId function) {}

    private final InvoiceDocument invoice;
    private final UsageChain chain = new UsageChain();
    private final Map<Key, UsageTotals> hours = new HashMap<>();
    private final List<String> problems = new ArrayList<>();
    private String last = "";

    UsageTally(InvoiceDocument invoice) {
        this.invoice = invoice;
    }

    void add(SequencedMap<String, String> usage) {
        StringJoiner line = new StringJoiner(",", "", "\n");
        usage.forEach((name, value) -> {
            if (!name.equals("functionName")) {
                line.add(value);
            }
        });
        chain.add(line.toString());
        String id = field(usage, "id");
        Instant startedAt = new InvocationId(UUID.fromString(id)).startedAt();
        long billedMs = Long.parseLong(field(usage, "billedMs"));
        long mbMs = Math.multiplyExact(billedMs, Long.parseLong(field(usage, "memoryMb")));
        boolean billed = Outcome.valueOf(field(usage, "outcome").toUpperCase(Locale.ROOT))
                .billed();
        check(id.compareTo(last) > 0, id, "is out of order, or there twice");
        check(field(usage, "startedAt").equals(startedAt.toString()), id, "started at another time than its id says");
        check(field(usage, "organization").equals(invoice.organization().toString()), id, "is another organization's");
        check(field(usage, "billedIn").equals(invoice.month().toString()), id, "is billed in another month");
        check(field(usage, "mbMs").equals(Long.toString(mbMs)), id, "has other MB·ms than its memory and time give");
        check(billed || billedMs == 0, id, "is billed, but failed by no fault of the function");
        last = id;
        UsageTotals one = totals(billed ? 1 : 0, billed ? mbMs : 0);
        hours.merge(
                new Key(
                        startedAt.truncatedTo(java.time.temporal.ChronoUnit.HOURS),
                        new FunctionId(UUID.fromString(field(usage, "function")))),
                one,
                UsageTotals::plus);
    }

    private static String field(Map<String, String> usage, String name) {
        String value = usage.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no usage export: it has no field " + name);
        }
        return value;
    }

    private void check(boolean right, String id, String problem) {
        if (!right && problems.size() < 20) {
            problems.add("record " + id + " " + problem);
        }
    }

    List<String> problems() {
        return List.copyOf(problems);
    }

    UsageChain chain() {
        return chain;
    }

    /** What each function used on each day of a span. */
    List<FunctionDay> in(PricedPeriod span) {
        Map<Map.Entry<FunctionId, LocalDate>, UsageTotals> days = new HashMap<>();
        hours.forEach((key, totals) -> {
            if (!key.hour.isBefore(span.period().from())
                    && key.hour.isBefore(span.period().to())) {
                days.merge(
                        Map.entry(key.function, LocalDate.ofInstant(key.hour, ZoneOffset.UTC)),
                        totals,
                        UsageTotals::plus);
            }
        });
        return days.entrySet().stream()
                .map(day -> new FunctionDay(day.getKey().getKey(), day.getKey().getValue(), day.getValue()))
                .toList();
    }

    /** The months of the records. */
    List<YearMonth> months() {
        return hours.keySet().stream()
                .map(key -> YearMonth.from(key.hour.atOffset(ZoneOffset.UTC)))
                .distinct()
                .sorted()
                .toList();
    }

    private static UsageTotals totals(long requests, long mbMs) {
        return new UsageTotals(1, requests, 0, mbMs, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }
}
