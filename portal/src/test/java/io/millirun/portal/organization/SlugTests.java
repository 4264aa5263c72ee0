package io.millirun.portal.organization;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlugTests {

    @ParameterizedTest
    @ValueSource(strings = {"abc", "kiteworks", "kite-works-2", "a23456789012345678901234567890123456789z"})
    void namesThatFitIntoAUrl(String text) {
        assertThat(Slug.isValid(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ab",
                "Kite",
                "-abc",
                "abc-",
                "a--b",
                "a_b",
                "a.b",
                "a/b",
                "käse",
                "admin",
                "api",
                "a2345678901234567890123456789012345678901"
            })
    void namesThatDoNot(String text) {
        assertThat(Slug.isValid(text)).isFalse();
    }
}
