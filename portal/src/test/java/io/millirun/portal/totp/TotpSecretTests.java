package io.millirun.portal.totp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpSecretTests {

    /** "12345678901234567890" in base32, the secret of the test vectors in RFC 6238. */
    private static final TotpSecret RFC = new TotpSecret("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");

    @ParameterizedTest
    @CsvSource({"59, 287082", "1111111109, 081804", "1111111111, 050471", "1234567890, 005924", "20000000000, 353130"})
    void codesAreThoseOfTheStandard(long time, String code) {
        assertThat(RFC.code(time / 30)).isEqualTo(code);
    }

    @Test
    void aCodeIsGoodAStepEarlyAndLateAndNoFurther() {
        Instant now = Instant.ofEpochSecond(1_234_567_890);
        long step = now.getEpochSecond() / 30;

        assertThat(RFC.stepOf(RFC.code(step - 1), now)).hasValue(step - 1);
        assertThat(RFC.stepOf(RFC.code(step + 1), now)).hasValue(step + 1);
        assertThat(RFC.stepOf(RFC.code(step - 2), now)).isEmpty();
        assertThat(RFC.stepOf("", now)).isEmpty();
    }

    @Test
    void newSecretsDifferAndDoNotPrint() {
        TotpSecret secret = TotpSecret.next();

        assertThat(secret).isNotEqualTo(TotpSecret.next());
        assertThat(secret.toString()).doesNotContain(secret.base32());
        assertThat(secret.uri("a b@example.org")).contains("Millirun:a%20b%40example.org?secret=" + secret.base32());
    }
}
