package io.millirun.runtimemanager.lambdaapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millirun.kernel.MillirunException;
import io.millirun.kernel.TenantId;
import io.millirun.runtimemanager.functions.FunctionArn;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionRefTests {

    private static final TenantId TENANT = TenantId.next();

    @ParameterizedTest
    @CsvSource({
        "hello, hello,",
        "hello:7, hello, 7",
        "hello:$LATEST, hello, $LATEST",
        "function:hello, hello,",
        "ACCOUNT:function:hello:live, hello, live",
        "ACCOUNT:hello, hello,",
        "arn:aws:lambda:eu-central-1:ACCOUNT:function:hello, hello,",
        "arn:aws:lambda:eu-central-1:ACCOUNT:function:hello:live, hello, live",
        "arn:aws-us-gov:lambda:us-gov-west-1:ACCOUNT:function:hello:1, hello, 1",
        "arn:aws:lambda:millirun-1:ACCOUNT:function:resize-2:1, resize-2, 1",
        "eu-central-1:ACCOUNT:function:hello, hello,",
        "resize-2:live, resize-2, live",
        "code-12345678:1, code-12345678, 1",
        "eu-central-1:hello, eu-central-1, hello"
    })
    void readsNamesPartialArnsAndArns(String text, String name, @Nullable String qualifier) {
        FunctionRef ref = FunctionRef.of(text.replace("ACCOUNT", FunctionArn.account(TENANT)), TENANT);

        assertThat(ref.name().value()).isEqualTo(name);
        assertThat(ref.qualifier()).isEqualTo(qualifier);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "hello:", ":1", "hello:1:2", "arn:aws:s3:::bucket", "hello:a/b"})
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> FunctionRef.of(text, TENANT))
                .isInstanceOf(MillirunException.class)
                .hasMessageContaining("functionName");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"000000000000:function:hello", "arn:aws:lambda:eu-central-1:000000000000:function:hello:live"})
    void doesNotTellOtherOrganizationsFunctions(String text) {
        assertThatThrownBy(() -> FunctionRef.of(text, TENANT))
                .isInstanceOf(MillirunException.class)
                .hasMessageStartingWith("Function not found");
    }
}
