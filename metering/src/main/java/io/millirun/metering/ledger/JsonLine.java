package io.millirun.metering.ledger;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A JSON object on one line. */
final class JsonLine {

    private JsonLine() {}

    /** One line with its end. */
    static String of(UsageFields fields) {
        StringBuilder line = new StringBuilder(512);
        for (int i = 0; i < fields.values().size(); i++) {
            line.append(i == 0 ? '{' : ',')
                    .append('"')
                    .append(UsageFields.NAMES.get(i))
                    .append("\":");
            append(fields.values().get(i), line);
        }
        return line.append("}\n").toString();
    }

    private static void append(@Nullable Object value, StringBuilder line) {
        if (value instanceof String text) {
            line.append('"');
            text.chars().forEach(character -> append((char) character, line));
            line.append('"');
        } else {
            line.append(value);
        }
    }

    private static void append(char character, StringBuilder line) {
        if (character == '"' || character == '\\') {
            line.append('\\').append(character);
        } else if (character < ' ' || Character.isSurrogate(character)) {
            line.append(String.format(Locale.ROOT, "\\u%04x", (int) character));
        } else {
            line.append(character);
        }
    }
}
