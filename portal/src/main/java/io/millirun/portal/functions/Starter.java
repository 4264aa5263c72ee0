package io.millirun.portal.functions;

import java.util.Map;

/**
 * A small function to start from.
 *
 * @param id name of its folder, which its texts are found by: {@code starter.<id>.title}
 * @param runtime the runtime it is written for
 * @param symbol icon beside its title
 * @param file path of its code in the package
 * @param source the code of that file
 * @param others what else belongs into the package, by path
 * @param event a sample event for the test console
 */
record Starter(
        String id,
        String runtime,
        String symbol,
        String file,
        String source,
        Map<String, String> others,
        String event) {}
