package io.millirun.runtimemanager.runtimes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeCatalogueTests {

    @TempDir
    private Path directory;

    @Test
    void everyFolderWithADescriptionIsARuntime() throws Exception {
        Files.createDirectory(directory.resolve("shared"));
        describe("b", """
                {"name": "b", "language": "B 1", "defaultHandler": "main.run", "command": ["/b"], "extensions": ["b"],
                 "readAtStart": ["B_*"], "environment": {"PATH": "/bin"}, "added": "later"}
                """);
        describe("a", """
                {"name": "a", "language": "A 1", "defaultHandler": "bootstrap", "command": ["/a"]}
                """);

        RuntimeCatalogue catalogue = RuntimeCatalogue.read(directory);

        assertThat(catalogue.all()).extracting(FunctionRuntime::name).containsExactly("a", "b");
        assertThat(catalogue.find("b").orElseThrow().environment()).containsEntry("PATH", "/bin");
        assertThat(catalogue.find("a").orElseThrow().extensions()).isEmpty();
        assertThat(catalogue.find("c")).isEmpty();
    }

    @Test
    void theRuntimesOfThisRepositoryAreRead() {
        RuntimeCatalogue catalogue = RuntimeCatalogue.read(Path.of("../runtimes"));

        assertThat(catalogue.find("nodejs24.x").orElseThrow().defaultHandler()).isEqualTo("index.handler");
        assertThat(catalogue.find("python3.13").orElseThrow().extensions()).containsExactly("py");
    }

    @Test
    void aMalformedDescriptionIsNamed() throws Exception {
        describe("a", "{");

        assertThatIllegalStateException()
                .isThrownBy(() -> RuntimeCatalogue.read(directory))
                .withMessageContaining("runtime.json");
    }

    @Test
    void noFolderMeansNoRuntimes() {
        assertThat(RuntimeCatalogue.read(directory.resolve("missing")).all()).isEmpty();
    }

    private void describe(String name, String json) throws Exception {
        Files.writeString(Files.createDirectory(directory.resolve(name)).resolve("runtime.json"), json);
    }
}
