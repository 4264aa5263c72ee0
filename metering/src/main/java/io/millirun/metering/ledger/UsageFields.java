package io.millirun.metering.ledger;

import io.millirun.kernel.FunctionId;
import io.millirun.metering.UsageRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A usage record as the exports show it.
 *
 * @param values texts, numbers and booleans in the order of {@link #NAMES}; null where something was not measured
 */
record UsageFields(List<@Nullable Object> values) {

    static final List<@Nullable Object> NAMES = List.of(
            "id",
            "startedAt",
            "organization",
            "function",
            "functionName",
            "version",
            "trigger",
            "cold",
            "initMicros",
            "durationMicros",
            "billedMs",
            "memoryMb",
            "mbMs",
            "peakMemoryBytes",
            "cpuMicros",
            "bytesIn",
            "bytesOut",
            "outcome",
            "node",
            "billedIn");

    /** The one field that is not the record's own: it changes when the function goes. */
    private static final int FUNCTION_NAME = NAMES.indexOf("functionName");

    static UsageFields of(BilledRecord billed, Function<FunctionId, String> names) {
        UsageRecord usage = billed.usage();
        List<@Nullable Object> values = new ArrayList<>(NAMES.size());
        values.add(usage.id().toString());
        values.add(usage.id().startedAt().toString());
        values.add(usage.tenant().toString());
        values.add(usage.function().toString());
        values.add(names.apply(usage.function()));
        values.add(usage.functionVersion());
        values.add(usage.trigger().name().toLowerCase(Locale.ROOT));
        values.add(usage.cold());
        values.add(usage.initMicros());
        values.add(usage.durationMicros());
        values.add(usage.billedMs());
        values.add(usage.memory().megabytes());
        values.add(usage.mbMs());
        values.add(measured(usage.peakMemoryBytes()));
        values.add(measured(usage.cpuMicros()));
        values.add(usage.bytesIn());
        values.add(usage.bytesOut());
        values.add(usage.outcome().name().toLowerCase(Locale.ROOT));
        values.add(usage.node());
        values.add(billed.billedIn().toString());
        return new UsageFields(values);
    }

    /** What the chain of digests covers of a record: the values but the function's name, with commas between, and a line's end. */
    String chained() {
        StringJoiner line = new StringJoiner(",", "", "\n");
        for (int field = 0; field < values.size(); field++) {
            if (field != FUNCTION_NAME) {
                line.add(Objects.toString(values.get(field), ""));
            }
        }
        return line.toString();
    }

    private static @Nullable Object measured(long value) {
        return value < 0 ? null : value;
    }
}
