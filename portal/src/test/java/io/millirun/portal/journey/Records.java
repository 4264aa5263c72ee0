package io.millirun.portal.journey;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/** The usage records of one organization as they are in the database, and what they come to by the default rate card. */
final class Records {

    /** Prices of DESIGN.md's default rate card, written here once more on purpose. */
    private static final BigDecimal PER_REQUEST = new BigDecimal("0.20").movePointLeft(6);

    private static final BigDecimal PER_GB_SECOND = new BigDecimal("0.0000166667");
    private static final BigDecimal MB_MS_PER_GB_SECOND = new BigDecimal(1_024_000);

    private Records() {}

    /** One record's columns as text, by the names that the pages use. */
    static SequencedMap<String, Map<String, String>> of(Installation installation, String organization)
            throws SQLException {
        SequencedMap<String, Map<String, String>> records = new LinkedHashMap<>();
        String sql = """
                select r.* from metering.usage_record r
                join portal.organizations o on o.id = r.tenant_id
                where o.slug = ? order by r.id desc
                """;
        try (Connection database = installation.database();
                PreparedStatement query = database.prepareStatement(sql)) {
            query.setString(1, organization);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    records.put(
                            rows.getString("id"),
                            Map.of(
                                    "outcome", rows.getString("outcome"),
                                    "init-micros", rows.getString("init_micros"),
                                    "duration-micros", rows.getString("duration_micros"),
                                    "billed-ms", rows.getString("billed_ms"),
                                    "memory-mb", rows.getString("memory_mb"),
                                    "peak-bytes", rows.getString("peak_memory_bytes"),
                                    "cold", rows.getString("cold"),
                                    "trigger", rows.getString("trigger")));
                }
            }
        }
        return records;
    }

    static long mbMs(Map<String, Map<String, String>> records) {
        return records.values().stream()
                .mapToLong(record ->
                        Long.parseLong(value(record, "billed-ms")) * Long.parseLong(value(record, "memory-mb")))
                .sum();
    }

    /** GB-seconds, exactly: the divisor has no prime factor but 2 and 5. */
    static BigDecimal gbSeconds(long mbMs) {
        return BigDecimal.valueOf(mbMs).divide(MB_MS_PER_GB_SECOND);
    }

    /** List price of so many requests and so much compute, exactly. */
    static BigDecimal listPrice(long requests, long mbMs) {
        return PER_REQUEST.multiply(BigDecimal.valueOf(requests)).add(PER_GB_SECOND.multiply(gbSeconds(mbMs)));
    }

    static String value(Map<String, String> record, String name) {
        String value = record.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no column " + name);
        }
        return value;
    }
}
