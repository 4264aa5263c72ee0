package io.millirun.runtimemanager.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.runtimemanager.functions.FunctionProblem.Field;
import io.millirun.runtimemanager.runtimes.TestRuntimes;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionRulesTests {

    private final FunctionRules rules = new FunctionRules(TestRuntimes.catalogue());

    @Test
    void whatLambdaAllowsIsAllowed() {
        assertThat(rules.check(settings("nodejs24.x", "src/index.handler", 10_240, 900)))
                .isEmpty();
        assertThat(rules.check(settings("python3.13", "app.main.handler", 128, 1)))
                .isEmpty();
        assertThat(rules.check(settings("provided", "anything", 1_769, 3))).isEmpty();
    }

    @Test
    void anUnknownRuntimeIsToldWithTheKnownOnes() {
        assertThat(rules.check(settings("cobol85", "a.b", 128, 3)))
                .containsExactly(new FunctionProblem(
                        Field.RUNTIME,
                        "There is no runtime \"cobol85\"; there are: nodejs24.x, python3.13, provided."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "index", "index.", ".handler", "index handler.x", "/index.handler", "a//b.c", "../a.b"})
    void aHandlerThatNamesNoFileAndFunctionIsRefused(String handler) {
        assertThat(rules.check(settings("nodejs24.x", handler, 128, 3)))
                .extracting(FunctionProblem::field)
                .containsExactly(Field.HANDLER);
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        assertThat(rules.check(new FunctionSettings(
                        "cobol85",
                        "a b",
                        127,
                        Duration.ofSeconds(901),
                        Map.of("AWS_LAMBDA_RUNTIME_API", "x"),
                        "x".repeat(257),
                        UrlAuth.NONE)))
                .extracting(FunctionProblem::field)
                .containsExactlyInAnyOrder(
                        Field.RUNTIME,
                        Field.HANDLER,
                        Field.MEMORY,
                        Field.TIMEOUT,
                        Field.DESCRIPTION,
                        Field.ENVIRONMENT);
    }

    @Test
    void partsOfASecondAreNoTimeout() {
        assertThat(rules.check(new FunctionSettings(
                        "provided", "a", 128, Duration.ofMillis(1_500), Map.of(), "", UrlAuth.NONE)))
                .extracting(FunctionProblem::field)
                .containsExactly(Field.TIMEOUT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1A", "A", "A-B", "", "Ä1", "_HANDLER", "AWS_EXECUTION_ENV", "LAMBDA_TASK_ROOT"})
    void namesThatAreNoVariablesOrThePlatformsAreRefused(String name) {
        assertThat(environment(Map.of(name, "x"))).contains(name);
    }

    @Test
    void otherNamesOfAwsAreFree() {
        assertThat(environment(Map.of("AWS_LAMBDA_EXEC_WRAPPER", "/opt/wrap", "NODE_OPTIONS", "", "ab", "1")))
                .isEmpty();
        assertThat(environment(Map.of(
                        "AWS_REGION", "eu-central-1", "AWS_ACCESS_KEY_ID", "AKIA", "AWS_SECRET_ACCESS_KEY", "secret")))
                .isEmpty();
    }

    @Test
    void anEnvironmentHasAtMostFourKilobytes() {
        assertThat(environment(Map.of("LARGE", "x".repeat(4_096 - 5)))).isEmpty();
        assertThat(environment(Map.of("LARGE", "é".repeat(2_046)))).contains("4097 bytes");
    }

    private String environment(Map<String, String> environment) {
        return rules
                .check(new FunctionSettings("provided", "a", 128, Duration.ofSeconds(3), environment, "", UrlAuth.NONE))
                .stream()
                .map(FunctionProblem::message)
                .findFirst()
                .orElse("");
    }

    private static FunctionSettings settings(String runtime, String handler, int memoryMb, int seconds) {
        return new FunctionSettings(
                runtime, handler, memoryMb, Duration.ofSeconds(seconds), Map.of(), "", UrlAuth.ACCESS_KEY);
    }
}
