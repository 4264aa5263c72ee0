package io.millirun.metering.ledger;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lines of comma-separated values, as RFC 4180 has them. No cell can be taken for a formula. */
public final class Csv {

    private Csv() {}

    /** One line with its end. */
    public static String line(List<@Nullable Object> values) {
        return values.stream().map(Csv::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case String text -> quoted(harmless(text));
            case BigDecimal number -> number.toPlainString();
            default -> value.toString();
        };
    }

    /** Spreadsheets run what begins like this; an apostrophe in front makes it text (OWASP, CSV injection). */
    private static String harmless(String text) {
        return !text.isEmpty() && "=+-@\t\r\n".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }

    private static String quoted(String text) {
        return text.matches("[^,\"\\r\\n]*") ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }
}
