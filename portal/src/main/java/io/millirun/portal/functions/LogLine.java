package io.millirun.portal.functions;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of a function's log.
 *
 * @param time as the runtime printed it, empty if it prints none
 * @param level as the runtime printed it; {@code START}, {@code END} and {@code REPORT} are the platform's
 */
public record LogLine(String time, String level, String text) {

    /** The Node.js client: time, request id, level and text, with tabs between. */
    private static final Pattern NODE =
            Pattern.compile("(\\d{4}-\\S+Z)\\t\\S+\\t(ERROR|WARN|INFO|DEBUG|TRACE|FATAL)\\t(.*)", Pattern.DOTALL);

    /** Python's logging module under the official client. */
    private static final Pattern PYTHON =
            Pattern.compile("\\[(ERROR|WARNING|INFO|DEBUG|CRITICAL)\\]\\t(?:(\\S+Z)\\t\\S+\\t)?(.*)", Pattern.DOTALL);

    private static final Pattern PLATFORM = Pattern.compile("(START|END|REPORT) (RequestId: .*)");

    /** Tells what {@code line} says of itself. */
    public static LogLine parse(String line) {
        Matcher node = NODE.matcher(line);
        if (node.matches()) {
            return new LogLine(node.group(1), node.group(2), node.group(3));
        }
        Matcher python = PYTHON.matcher(line);
        if (python.matches()) {
            String time = python.group(2);
            return new LogLine(time == null ? "" : time, python.group(1), python.group(3));
        }
        Matcher platform = PLATFORM.matcher(line);
        return platform.matches() ? new LogLine("", platform.group(1), platform.group(2)) : new LogLine("", "", line);
    }

    /** Class of the line on pages. */
    public String style() {
        return switch (level) {
            case "START", "END", "REPORT" -> "log__line--platform";
            case "ERROR", "FATAL", "CRITICAL" -> "log__line--error";
            case "WARN", "WARNING" -> "log__line--warn";
            case "INFO" -> "log__line--info";
            default -> "";
        };
    }
}
