package io.millirun.runtimemanager.functions;

import java.util.regex.Pattern;

/** Name of a function within its organization: 1 to 64 letters, digits, hyphens and underscores, as in AWS Lambda. */
public record FunctionName(String value) {

    private static final Pattern FORM = Pattern.compile("[a-zA-Z0-9-_]{1,64}");

    public FunctionName {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a function name: " + value);
        }
    }

    /** Whether {@code text} can be a function's name. */
    public static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
