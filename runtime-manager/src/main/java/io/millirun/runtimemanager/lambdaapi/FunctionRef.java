package io.millirun.runtimemanager.lambdaapi;

import io.millirun.kernel.TenantId;
import io.millirun.runtimemanager.functions.FunctionArn;
import io.millirun.runtimemanager.functions.FunctionName;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A function as requests name it: by name, partial ARN or ARN, with or without a qualifier.
 *
 * @param qualifier version or alias; null if none was named
 */
public record FunctionRef(FunctionName name, @Nullable String qualifier) {

    private static final String REGION = "[a-z][a-z0-9-]*-[0-9]+:";

    /** A region without {@code arn:} needs an account behind it: {@code resize-2:live} is a function and its alias. */
    private static final Pattern FORM = Pattern.compile(
            "(?:arn:aws[a-zA-Z-]*:lambda:(?:" + REGION + ")?)?(?:" + REGION
                    + "(?=[0-9]{12}:))?(?:([0-9]{12}):)?(?:function:)?([a-zA-Z0-9-_]{1,64})(?::(\\$LATEST|[a-zA-Z0-9-_]{1,128}))?");

    private static final int LONGEST = 256;

    /**
     * Reads a name.
     *
     * @throws io.millirun.kernel.MillirunException {@code InvalidParameterValueException} if it is none,
     *     {@code ResourceNotFoundException} if it is of another organization
     */
    public static FunctionRef of(String text, TenantId tenant) {
        if (FunctionName.isValid(text)) {
            return new FunctionRef(new FunctionName(text), null);
        }
        Matcher matcher = FORM.matcher(text);
        if (text.length() > LONGEST || !matcher.matches()) {
            throw ApiError.invalid(
                    "1 validation error detected: Value '" + shortened(text)
                            + "' at 'functionName' failed to satisfy constraint: it must be a function's name, partial ARN or ARN.");
        }
        String account = matcher.group(1);
        if (account != null && !account.equals(FunctionArn.account(tenant))) {
            throw ApiError.notFound("Function not found: " + text);
        }
        return new FunctionRef(new FunctionName(matcher.group(2)), matcher.group(3));
    }

    /**
     * The same with the qualifier that a request gave beside the name.
     *
     * @throws io.millirun.kernel.MillirunException if both name one, and not the same
     */
    public FunctionRef with(@Nullable String given) {
        if (given == null || given.isEmpty() || given.equals(qualifier)) {
            return this;
        }
        if (qualifier != null) {
            throw ApiError.invalid(
                    "The derived qualifier from the function name does not match the specified qualifier.");
        }
        if (!given.matches("\\$LATEST|[a-zA-Z0-9-_]{1,128}")) {
            throw ApiError.invalid("1 validation error detected: Value '" + shortened(given)
                    + "' at 'qualifier' failed to satisfy constraint: it must be a version, an alias or $LATEST.");
        }
        return new FunctionRef(name, given);
    }

    private static String shortened(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }
}
