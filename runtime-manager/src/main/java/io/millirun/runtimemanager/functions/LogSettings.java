package io.millirun.runtimemanager.functions;

import org.jspecify.annotations.Nullable;

/**
 * How a function's logs are written.
 *
 * @param applicationLevel least level of the code's lines that is kept, of {@code TRACE} to {@code FATAL}; only with JSON
 * @param systemLevel least level of the platform's lines that is kept, of {@code DEBUG} to {@code WARN}; only with JSON
 * @param group name of the log group, null for {@code /aws/lambda/<function>}
 */
public record LogSettings(
        Format format,
        @Nullable String applicationLevel,
        @Nullable String systemLevel,
        @Nullable String group) {

    /** Text, in the group of the function's name. */
    public static final LogSettings DEFAULT = new LogSettings(Format.TEXT, null, null, null);

    /** What a line is. */
    public enum Format {
        TEXT,
        JSON
    }
}
