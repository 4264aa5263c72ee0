package io.millirun.runtimemanager.functions;

/** Name of a function within its organization: 1 to 64 letters, digits, hyphens and underscores, as in AWS Lambda. */
public record FunctionName(String value) {

    private static final int LONGEST = 64;

    public FunctionName {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a function name: " + value);
        }
    }

    /** Whether {@code text} can be a function's name. */
    public static boolean isValid(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            boolean fits = (letter >= 'a' && letter <= 'z')
                    || (letter >= 'A' && letter <= 'Z')
                    || (letter >= '0' && letter <= '9')
                    || letter == '-'
                    || letter == '_';
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return value;
    }
}
