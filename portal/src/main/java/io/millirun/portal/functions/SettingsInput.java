package io.millirun.portal.functions;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The configuration of a function as forms send it: text, whatever was typed. */
interface SettingsInput {

    String runtime();

    String handler();

    String memoryMb();

    String timeoutSeconds();

    List<Variable> environment();

    String description();

    String urlAuth();

    /** A row of the environment. */
    record Variable(String name, String value) {

        public Variable {
            name = name == null ? "" : name.strip();
            value = value == null ? "" : value;
        }

        boolean isBlank() {
            return name.isEmpty() && value.isEmpty();
        }
    }

    /** The rows that were filled in; forms leave gaps where a row was removed. */
    static List<Variable> filled(@Nullable List<@Nullable Variable> rows) {
        return rows == null
                ? List.of()
                : rows.stream()
                        .filter(Objects::nonNull)
                        .map(Objects::requireNonNull)
                        .filter(row -> !row.isBlank())
                        .toList();
    }

    /** What a form sent, or nothing, without white space around it. */
    static String text(@Nullable String sent) {
        return sent == null ? "" : sent.strip();
    }
}
