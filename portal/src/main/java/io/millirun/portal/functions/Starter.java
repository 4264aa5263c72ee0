package io.millirun.portal.functions;

/**
 * A small function to start from.
 *
 * @param id name of its folder, which its texts are found by: {@code starter.<id>.title}
 * @param runtime the runtime it is written for
 * @param symbol icon beside its title
 * @param source the code of its one file
 * @param event a sample event for the test console
 */
record Starter(String id, String runtime, String symbol, String source, String event) {}
