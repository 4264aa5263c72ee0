package io.millirun.runtimemanager.runtimes;

import java.util.List;

/** Runtimes as tests of other packages need them. */
public final class TestRuntimes {

    public static final FunctionRuntime NODE = new FunctionRuntime(
            "nodejs24.x", "Node.js 24", null, "index.handler", null, null, List.of("mjs", "js"), null, null, null);

    public static final FunctionRuntime PYTHON = new FunctionRuntime(
            "python3.13", "Python 3.13", null, "app.handler", null, null, List.of("py"), null, null, null);

    public static final FunctionRuntime PROVIDED = new FunctionRuntime(
            "provided", "Custom", List.of("provided.al2023"), "bootstrap", null, null, null, null, null, null);

    private TestRuntimes() {}

    public static RuntimeCatalogue catalogue() {
        return new RuntimeCatalogue(List.of(NODE, PYTHON, PROVIDED));
    }
}
