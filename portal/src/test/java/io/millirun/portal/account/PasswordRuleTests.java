package io.millirun.portal.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.portal.account.PasswordRule.Weakness;
import org.junit.jupiter.api.Test;

class PasswordRuleTests {

    private static final String EMAIL = "mira.okafor@example.org";

    @Test
    void aFewWordsAreFine() {
        assertThat(PasswordRule.weaknessOf("four words in a row", EMAIL)).isEmpty();
    }

    @Test
    void elevenCharactersAreTooFew() {
        assertThat(PasswordRule.weaknessOf("k8#Zq1!pL0s", EMAIL)).hasValue(Weakness.TOO_SHORT);
        assertThat(PasswordRule.weaknessOf("k8#Zq1!pL0sW", EMAIL)).isEmpty();
    }

    @Test
    void charactersBeyondTheBasicPlaneCountOnce() {
        assertThat(PasswordRule.weaknessOf("😀😃😄😁😆😅", EMAIL)).hasValue(Weakness.TOO_SHORT);
    }

    @Test
    void overlongOnesCannotKeepTheHashBusy() {
        assertThat(PasswordRule.weaknessOf("abcdefgh ".repeat(40), EMAIL)).hasValue(Weakness.TOO_LONG);
    }

    @Test
    void whatGuessersTryFirstIsRefusedInAnyCase() {
        assertThat(PasswordRule.weaknessOf("PassWord1234", EMAIL)).hasValue(Weakness.COMMON);
        assertThat(PasswordRule.weaknessOf("qwertyuiop123", EMAIL)).hasValue(Weakness.COMMON);
    }

    @Test
    void repetitionIsRefused() {
        assertThat(PasswordRule.weaknessOf("abababababababab", EMAIL)).hasValue(Weakness.COMMON);
    }

    @Test
    void theNameInTheAddressIsRefused() {
        assertThat(PasswordRule.weaknessOf("xx-Mira.Okafor-99", EMAIL)).hasValue(Weakness.CONTAINS_EMAIL);
        assertThat(PasswordRule.weaknessOf("bob likes long walks", "bob@example.org"))
                .as("names too short to mean anything are let through")
                .isEmpty();
    }
}
