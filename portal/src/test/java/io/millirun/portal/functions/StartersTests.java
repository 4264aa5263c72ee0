package io.millirun.portal.functions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class StartersTests {

    private final Starters starters = new Starters();

    @ParameterizedTest
    @ValueSource(strings = {"nodejs24.x", "python3.13", "python3.14", "java25", "provided"})
    void everyRuntimeHasTheCommonStartersInTheSameOrder(String runtime) {
        assertThat(starters.of(runtime))
                .extracting(Starter::id)
                .filteredOn(id -> !id.equals("stream") && !id.equals("resize"))
                .containsExactly("http-api", "hello", "webhook", "report", "empty");
    }

    @Test
    void whatOneLanguageDoesBestIsOfferedThere() {
        assertThat(starters.find("nodejs24.x", "stream")).isPresent();
        assertThat(starters.find("python3.14", "resize"))
                .hasValueSatisfying(resize -> assertThat(resize.others()).containsOnlyKeys("requirements.txt"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nodejs24.x", "python3.13", "python3.14", "java25", "provided"})
    void everyStarterHasAHandlerAndASampleEvent(String runtime) {
        assertThat(starters.of(runtime)).allSatisfy(starter -> {
            assertThat(starter.source())
                    .containsAnyOf(
                            "export const handler",
                            "def lambda_handler(event, context)",
                            "public class Handler",
                            "lambda.Start(");
            assertThat(JsonMapper.shared().readTree(starter.event()).isObject()).isTrue();
        });
    }

    @Test
    void whatBelongsToEveryStarterOfARuntimeComesWithIt() {
        Starter java = starters.find("java25", "hello").orElseThrow();

        assertThat(java.file()).isEqualTo("src/main/java/example/Handler.java");
        assertThat(java.others()).containsOnlyKeys("pom.xml");
        assertThat(starters.find("provided", "hello").orElseThrow().others()).containsOnlyKeys("go.mod");
        assertThat(starters.find("nodejs24.x", "hello").orElseThrow().others()).isEmpty();
    }

    @Test
    void whatSomebodyWroteIsNotTakenForAStarter() {
        String source = starters.find("python3.13", "hello").orElseThrow().source();

        assertThat(starters.isUntouched(" \n")).isTrue();
        assertThat(starters.isUntouched(source + "\n")).isTrue();
        assertThat(starters.isUntouched(source + "# mine")).isFalse();
    }
}
