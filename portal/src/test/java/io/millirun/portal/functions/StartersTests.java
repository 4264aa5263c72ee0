package io.millirun.portal.functions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class StartersTests {

    private final Starters starters = new Starters();

    @ParameterizedTest
    @ValueSource(strings = {"nodejs24.x", "python3.13"})
    void everyRuntimeHasTheSameStartersInTheSameOrder(String runtime) {
        assertThat(starters.of(runtime))
                .extracting(Starter::id)
                .containsExactly("http-api", "hello", "webhook", "report", "empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nodejs24.x", "python3.13"})
    void everyStarterHasAHandlerAndASampleEvent(String runtime) {
        assertThat(starters.of(runtime)).allSatisfy(starter -> {
            assertThat(starter.source()).containsAnyOf("export const handler", "def lambda_handler(event, context)");
            assertThat(JsonMapper.shared().readTree(starter.event()).isObject()).isTrue();
        });
    }

    @Test
    void whatSomebodyWroteIsNotTakenForAStarter() {
        String source = starters.find("python3.13", "hello").orElseThrow().source();

        assertThat(starters.isUntouched(" \n")).isTrue();
        assertThat(starters.isUntouched(source + "\n")).isTrue();
        assertThat(starters.isUntouched(source + "# mine")).isFalse();
    }
}
