package io.millirun.runtimemanager.runtimes;

import java.util.List;

/** Runtimes as tests of other packages need them. */
public final class TestRuntimes {

    public static final FunctionRuntime NODE =
            new FunctionRuntime("nodejs24.x", "Node.js 24", "index.handler", null, List.of("mjs", "js"), null, null);

    public static final FunctionRuntime PYTHON =
            new FunctionRuntime("python3.13", "Python 3.13", "app.handler", null, List.of("py"), null, null);

    public static final FunctionRuntime PROVIDED =
            new FunctionRuntime("provided", "Custom", "bootstrap", null, null, null, null);

    private TestRuntimes() {}

    public static RuntimeCatalogue catalogue() {
        return new RuntimeCatalogue(List.of(NODE, PYTHON, PROVIDED));
    }
}
