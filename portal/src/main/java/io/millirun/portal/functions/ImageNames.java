package io.millirun.portal.functions;

import io.millirun.runtimemanager.functions.FunctionCode;
import java.util.regex.Pattern;

/** Names of container images as people type them. */
final class ImageNames {

    private static final int LONGEST = 1_024;

    /** Registry with an optional port, path, tag, digest; no more is checked than what could be mistaken for an option. */
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._/:@-]*");

    private ImageNames() {}

    static boolean isValid(String name) {
        return name.length() <= LONGEST && NAME.matcher(name).matches();
    }

    /** What a function of that image runs. */
    static FunctionCode code(String name) {
        return new FunctionCode.Image(name, "");
    }
}
