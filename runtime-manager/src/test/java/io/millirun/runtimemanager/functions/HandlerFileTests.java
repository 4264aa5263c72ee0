package io.millirun.runtimemanager.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.runtimemanager.runtimes.TestRuntimes;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandlerFileTests {

    @ParameterizedTest
    @CsvSource({
        "index.handler, index.mjs",
        "index.api.get, index.js",
        "src/index.handler, src/index.js",
        "my.module.handler, my.module.js"
    })
    void aFileThatCanHoldTheHandlerIsFound(String handler, String path) {
        assertThat(HandlerFile.check(TestRuntimes.NODE, handler, Set.of("README.md", path)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"app.handler, app.py", "app.main.handler, app/main.py", "app.handler, app/__init__.py"})
    void aModuleOrPackageThatCanHoldTheHandlerIsFound(String handler, String path) {
        assertThat(HandlerFile.check(TestRuntimes.PYTHON, handler, Set.of(path)))
                .isEmpty();
    }

    @Test
    void theFileThatIsMissingIsNamed() {
        assertThat(HandlerFile.check(TestRuntimes.NODE, "main.handler", Set.of("index.mjs")))
                .hasValueSatisfying(problem -> assertThat(problem.message())
                        .isEqualTo("The handler main.handler needs a file main.mjs, which the code does not have."));
    }

    @Test
    void aRuntimeWhoseHandlersNameNoFileNeedsNone() {
        assertThat(HandlerFile.check(TestRuntimes.PROVIDED, "anything", Set.of("bootstrap")))
                .isEmpty();
    }
}
