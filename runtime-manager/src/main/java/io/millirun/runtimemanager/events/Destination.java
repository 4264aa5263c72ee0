package io.millirun.runtimemanager.events;

import io.millirun.runtimemanager.functions.FunctionName;
import io.millirun.runtimemanager.functions.FunctionVersion;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who is told how an event ended. */
public sealed interface Destination {

    /** Nobody. */
    Destination NONE = new None();

    /** As it is kept and shown: empty, a function's ARN as it was given, or a URL. */
    String text();

    /** Nobody. */
    record None() implements Destination {

        @Override
        public String text() {
            return "";
        }
    }

    /**
     * Another function of the same organization.
     *
     * @param text the ARN, or the name, as it was given
     * @param qualifier {@code $LATEST}, a version's number or an alias
     */
    record OfFunction(String text, FunctionName function, String qualifier) implements Destination {}

    /** A program that listens on the web. */
    record Webhook(URI url) implements Destination {

        @Override
        public String text() {
            return url.toString();
        }
    }

    /** Longest text of a destination. */
    int LONGEST = 2_048;

    /** Function name, or ARN of whatever region and account, and optionally a qualifier. */
    Pattern FUNCTION = Pattern.compile(
            "(?:arn:aws[a-zA-Z-]*:lambda:[a-z0-9-]+:[0-9]{12}:function:)?([a-zA-Z0-9-_]{1,64})(?::(\\$LATEST|[a-zA-Z0-9-_]{1,128}))?");

    /** Reads a destination; empty if {@code text} is neither empty nor a function nor an http(s) URL with a host. */
    static Optional<Destination> parse(String text) {
        String given = text.strip();
        if (given.isEmpty()) {
            return Optional.of(NONE);
        }
        if (given.length() > LONGEST) {
            return Optional.empty();
        }
        Matcher function = FUNCTION.matcher(given);
        if (function.matches()) {
            String qualifier = function.group(2) == null ? FunctionVersion.LATEST : function.group(2);
            return Optional.of(new OfFunction(given, new FunctionName(function.group(1)), qualifier));
        }
        return url(given).map(Webhook::new);
    }

    private static Optional<URI> url(String text) {
        try {
            URI url = new URI(text);
            boolean web = "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
            return web && url.getHost() != null && url.getUserInfo() == null && url.getFragment() == null
                    ? Optional.of(url)
                    : Optional.empty();
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }
}
