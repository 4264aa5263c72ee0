package io.millirun.portal.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.portal.functions.CodeDiff.Change;
import io.millirun.portal.functions.CodeDiff.Line;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CodeDiffTests {

    @Test
    void sameFilesDoNotDiffer() {
        assertThat(CodeDiff.of(Map.of("a.js", "1\n2\n"), Map.of("a.js", "1\n2\n"))
                        .files())
                .isEmpty();
    }

    @Test
    void aChangedLineIsShownAsRemovedAndAdded() {
        var diff = CodeDiff.of(Map.of("a.js", "1\n2\n3\n"), Map.of("a.js", "1\nzwei\n3\n"));

        assertThat(diff.files()).singleElement().satisfies(file -> {
            assertThat(file.change()).isEqualTo(Change.CHANGED);
            assertThat(file.lines())
                    .containsExactly(
                            new Line(Change.SAME, 1, 1, "1"),
                            new Line(Change.REMOVED, 2, 0, "2"),
                            new Line(Change.ADDED, 0, 2, "zwei"),
                            new Line(Change.SAME, 3, 3, "3"));
        });
    }

    @Test
    void newAndRemovedFilesAreTold() {
        var diff = CodeDiff.of(Map.of("old.js", "x\n"), Map.of("new.js", "y\n"));

        assertThat(diff.files()).extracting(CodeDiff.FileDiff::change).containsExactly(Change.ADDED, Change.REMOVED);
    }

    @Test
    void farLinesAreLeftOut() {
        String before = "0\n1\n2\n3\n4\n5\n6\n7\n8\n9\n";

        var lines = CodeDiff.of(Map.of("a", before), Map.of("a", before + "10\n"))
                .files()
                .getFirst()
                .lines();

        assertThat(lines.getFirst().change()).isEqualTo(Change.GAP);
        assertThat(lines).hasSize(5);
        assertThat(lines.getLast()).isEqualTo(new Line(Change.ADDED, 0, 11, "10"));
    }

    @Property
    void theNewFileCanBeReadFromTheDiff(
            @ForAll @Size(max = 6) java.util.List<@AlphaChars String> before,
            @ForAll @Size(max = 6) java.util.List<@AlphaChars String> after) {
        var files = CodeDiff.of(
                        Map.of("a", String.join("\n", before) + "\n"), Map.of("a", String.join("\n", after) + "\n"))
                .files();

        files.forEach(file -> assertThat(
                        file.lines().stream().filter(line -> line.after() > 0).map(Line::text))
                .isSubsetOf((String.join("\n", after) + "\n").lines().toList()));
        assertThat(files.isEmpty())
                .isEqualTo((String.join("\n", before) + "\n").equals(String.join("\n", after) + "\n"));
    }
}
