package io.millirun.runtimemanager.instances;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Draws the life of an instance from {@link Transitions}, and holds the drawing in the documentation against it. */
class StateDiagramTests {

    private static final Path DRAWING =
            Path.of(System.getProperty("millirun.root", ".."), "docs", "instance-states.md");

    @Test
    void theDrawingInTheDocumentationIsThatOfTheTransitions() throws IOException {
        String drawing = drawing();
        Path fresh =
                Files.writeString(Files.createDirectories(Path.of("target")).resolve("instance-states.md"), drawing);

        assertThat(Files.exists(DRAWING) ? Files.readString(DRAWING) : "")
                .as("copy runtime-manager/%s to docs/", fresh)
                .isEqualTo(drawing);
    }

    private static String drawing() {
        Map<String, Set<String>> moves = new LinkedHashMap<>();
        for (InstanceState state : TransitionsTests.STATES) {
            for (InstanceEvent event : TransitionsTests.EVENTS) {
                InstanceState next =
                        Transitions.apply(state, event, TransitionsTests.NOW).next();
                if (!next.getClass().equals(state.getClass())) {
                    moves.computeIfAbsent(name(state) + " --> " + name(next), _ -> new LinkedHashSet<>())
                            .add(words(event));
                }
            }
        }
        return """
                # The life of an instance

                Drawn from `Transitions` by `StateDiagramTests`, which fails when this page is not what the code does.

                ```mermaid
                stateDiagram-v2
                    [*] --> Starting
                %s
                    Removing --> [*]
                    Lost --> [*]
                ```

                Readiness is "the runtime polled", never "the container runs": only a poll leads from Starting to Stem and from
                Specialising to Idle. Idleness begins when the runtime asks for its next call. Removing and Lost count the memory
                they had until the engine has confirmed that the container is gone.
                """.formatted(moves.entrySet().stream()
                .map(move -> "    " + move.getKey() + ": " + String.join(" / ", move.getValue()))
                .collect(Collectors.joining("\n")));
    }

    private static String name(InstanceState state) {
        return state.getClass().getSimpleName();
    }

    /** {@code AskedForCall} as {@code asked for call}. */
    private static String words(InstanceEvent event) {
        return event.getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
    }
}
