package io.millirun.bench;

import java.util.Map;

/** The Java function of the benchmarks; deployed as this one class file. */
public final class JavaHello {

    /** Greets whoever the event names. */
    public Map<String, String> handle(Map<String, String> event) {
        return Map.of("hello", event.getOrDefault("name", "nobody"));
    }
}
