package io.millirun.portal.functions;

import java.util.List;
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

    /** The rows that were filled in. */
    default List<Variable> variables() {
        return environment().stream().filter(row -> !row.isBlank()).toList();
    }

    /** Rows as long as the form's, where one was removed with a blank: Spring would try to fill a gap. */
    static List<Variable> rows(@Nullable List<@Nullable Variable> sent) {
        return sent == null
                ? List.of()
                : sent.stream()
                        .map(row -> row == null ? new Variable("", "") : row)
                        .toList();
    }

    /** What a form sent, or nothing, without white space around it. */
    static String text(@Nullable String sent) {
        return sent == null ? "" : sent.strip();
    }
}
