package io.millirun.runtimemanager.runtimes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
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

        RuntimeCatalogue catalogue = RuntimeCatalogue.read(directory, Map.of());

        assertThat(catalogue.all()).extracting(FunctionRuntime::name).containsExactly("a", "b");
        assertThat(catalogue.find("b").orElseThrow().environment()).containsEntry("PATH", "/bin");
        assertThat(catalogue.find("a").orElseThrow().extensions()).isEmpty();
        assertThat(catalogue.find("c")).isEmpty();
    }

    @Test
    void theRuntimesOfThisRepositoryAreRead() {
        RuntimeCatalogue catalogue = RuntimeCatalogue.read(Path.of("../runtimes"), Map.of());

        assertThat(catalogue.find("nodejs24.x").orElseThrow().defaultHandler()).isEqualTo("index.handler");
        assertThat(catalogue.find("python3.13").orElseThrow().extensions()).containsExactly("py");
        assertThat(catalogue.find("provided.al2023")).isEqualTo(catalogue.find("provided"));
    }

    @Test
    void anOperatorsAliasLeadsToItsRuntime() throws Exception {
        describe("a", """
                {"name": "a", "language": "A 1", "defaultHandler": "main.run"}
                """);

        RuntimeCatalogue catalogue = RuntimeCatalogue.read(directory, Map.of("older", "a"));

        assertThat(catalogue.find("older").orElseThrow().name()).isEqualTo("a");
    }

    @Test
    void sourceIsToldFromAPackageThatBringsItsDependencies() {
        RuntimeCatalogue catalogue = RuntimeCatalogue.read(Path.of("../runtimes"), Map.of());

        assertThat(built(catalogue, "nodejs24.x", "{\"dependencies\": {\"a\": \"1\"}}", "index.mjs", "package.json"))
                .isTrue();
        assertThat(built(catalogue, "nodejs24.x", "{\"type\": \"module\", \"dependencies\": {}}", "package.json"))
                .isFalse();
        assertThat(built(
                        catalogue,
                        "nodejs24.x",
                        "{\"dependencies\": {\"a\": \"1\"}}",
                        "package.json",
                        "node_modules/a/index.js"))
                .isFalse();
        assertThat(built(catalogue, "python3.13", "# none yet\n\nrequests==2\n", "app.py", "requirements.txt"))
                .isTrue();
        assertThat(built(catalogue, "python3.13", "# none yet\n", "app.py", "requirements.txt"))
                .isFalse();
        assertThat(built(
                        catalogue,
                        "python3.13",
                        "requests==2\n",
                        "requirements.txt",
                        "requests-2.dist-info/METADATA",
                        "requests/__init__.py"))
                .isFalse();
        assertThat(built(catalogue, "java25", "<project/>", "pom.xml", "src/main/java/A.java"))
                .isTrue();
        assertThat(built(catalogue, "java25", "<project/>", "pom.xml", "example/A.class"))
                .isFalse();
        assertThat(built(catalogue, "provided", "module a", "go.mod", "main.go"))
                .isTrue();
        assertThat(built(catalogue, "provided", "module a", "go.mod", "main.go", "bootstrap"))
                .isFalse();
    }

    private static boolean built(RuntimeCatalogue catalogue, String runtime, String manifest, String... paths) {
        SourceRule rule = catalogue.find(runtime).orElseThrow().source();
        return rule != null && rule.mustBeBuilt(Set.of(paths), _ -> manifest);
    }

    @Test
    void aMalformedDescriptionIsNamed() throws Exception {
        describe("a", "{");

        assertThatIllegalStateException()
                .isThrownBy(() -> RuntimeCatalogue.read(directory, Map.of()))
                .withMessageContaining("runtime.json");
    }

    @Test
    void noFolderMeansNoRuntimes() {
        assertThat(RuntimeCatalogue.read(directory.resolve("missing"), Map.of()).all())
                .isEmpty();
    }

    private void describe(String name, String json) throws Exception {
        Files.writeString(Files.createDirectory(directory.resolve(name)).resolve("runtime.json"), json);
    }
}
