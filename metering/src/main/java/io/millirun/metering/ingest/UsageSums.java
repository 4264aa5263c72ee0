package io.millirun.metering.ingest;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** The SQL that adds newly inserted records to a table of sums. */
final class UsageSums {

    private static final SequencedMap<String, String> SUMS = sums();

    private UsageSums() {}

    private static SequencedMap<String, String> sums() {
        SequencedMap<String, String> sums = new LinkedHashMap<>();
        sums.put("invocations", "count(*)");
        sums.put("requests", "count(*) filter (where outcome not in ('platform_fault', 'unwitnessed'))");
        sums.put("billed_ms", "sum(billed_ms)");
        sums.put("mb_ms", "sum(billed_ms * memory_mb)");
        sums.put("init_micros", "sum(init_micros)");
        sums.put("duration_micros", "sum(duration_micros)");
        sums.put("cpu_micros", "coalesce(sum(cpu_micros), 0)");
        sums.put("bytes_in", "sum(bytes_in)");
        sums.put("bytes_out", "sum(bytes_out)");
        sums.put("cold", "count(*) filter (where cold)");
        sums.put("function_errors", ended("function_error"));
        sums.put("timeouts", ended("timeout"));
        sums.put("out_of_memory", ended("out_of_memory"));
        sums.put("exited", ended("exited"));
        sums.put("platform_faults", ended("platform_fault"));
        sums.put("unwitnessed", ended("unwitnessed"));
        return sums;
    }

    private static String ended(String outcome) {
        return "count(*) filter (where outcome = '" + outcome + "')";
    }

    /**
     * Adds the rows of {@code source} to {@code table}.
     *
     * @param key the table's primary key
     * @param values the same columns, computed from a record
     */
    static String into(String table, String source, String key, String values) {
        String ordinals = key.replaceAll("[^,]+", "?").replace(" ", "");
        for (int column = 1; ordinals.contains("?"); column++) {
            ordinals = ordinals.replaceFirst("\\?", Integer.toString(column));
        }
        // One order for everyone, so that two shippers never wait for each other.
        return """
                insert into %1$s as kept (%2$s, %3$s)
                select %4$s, %5$s from %8$s group by %6$s order by %6$s
                on conflict (%2$s) do update set %7$s""".formatted(
                        table,
                        key,
                        String.join(", ", SUMS.keySet()),
                        values,
                        String.join(", ", SUMS.values()),
                        ordinals,
                        SUMS.keySet().stream()
                                .map(column -> column + " = kept." + column + " + excluded." + column)
                                .collect(Collectors.joining(", ")),
                        source);
    }
}
