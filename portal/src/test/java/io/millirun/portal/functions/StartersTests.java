package io.millirun.portal.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.portal.functions.SettingsInput.Variable;
import java.util.List;
import java.util.Map;
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

    @Test
    void aWebhooksSampleIsSignedWithTheFunctionsOwnSecret() {
        String event = starters.find("nodejs24.x", "webhook").orElseThrow().event();

        assertThat(SignedSample.signed(event, Map.of("WEBHOOK_SECRET", "it is a secret")))
                .contains("82a0b989915779df8f1e3d1fcff2cfe2fe5751ccdef564228c564b4a7e2ab894");
        assertThat(SignedSample.signed(event, Map.of("WEBHOOK_SECRET", "another")))
                .doesNotContain("82a0b989");
        assertThat(SignedSample.signed(event, Map.of())).isEqualTo(event);
        assertThat(SignedSample.newSecret()).hasSize(48).isNotEqualTo(SignedSample.newSecret());
    }

    @Test
    void aFormGetsWhatItsStarterNeedsAndLosesWhatAnotherNeeded() {
        var form = new NewFunctionForm(
                "hook",
                "nodejs24.x",
                "webhook",
                "",
                "",
                "128",
                "3",
                List.of(new Variable("MINE", "1")),
                "",
                "",
                "",
                null);

        NewFunctionForm webhook =
                form.startingFrom(starters.find("nodejs24.x", "webhook").orElseThrow(), "index.handler");
        assertThat(webhook.variables()).extracting(Variable::name).containsExactly("MINE", "WEBHOOK_SECRET");
        assertThat(webhook.urlAuth()).isEqualTo("NONE");

        NewFunctionForm hello =
                webhook.startingFrom(starters.find("nodejs24.x", "hello").orElseThrow(), "index.handler");
        assertThat(hello.variables()).containsExactly(new Variable("MINE", "1"));
        assertThat(hello.urlAuth()).isEqualTo("ACCESS_KEY");
    }
}
