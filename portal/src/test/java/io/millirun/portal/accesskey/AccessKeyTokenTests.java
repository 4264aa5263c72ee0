package io.millirun.portal.accesskey;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AccessKeyTokenTests {

    @Test
    void isReadAsItWasWritten() {
        AccessKeyToken token = AccessKeyToken.next();

        assertThat(AccessKeyToken.parse(token.bearerToken())).hasValue(token);
        assertThat(token.keyId()).matches("MRAK[A-Z2-7]{16}");
        assertThat(token.secret()).matches("[0-9A-Za-z]{40}");
    }

    @Test
    void aMistypedOneIsKnownByItsChecksum() {
        String text = AccessKeyToken.next().bearerToken();
        char last = text.charAt(30) == 'a' ? 'b' : 'a';

        assertThat(AccessKeyToken.parse(text.substring(0, 30) + last + text.substring(31)))
                .isEmpty();
    }

    @Test
    void otherTextsAreNone() {
        assertThat(AccessKeyToken.parse("")).isEmpty();
        assertThat(AccessKeyToken.parse("mr_")).isEmpty();
        assertThat(AccessKeyToken.parse(AccessKeyToken.next().bearerToken() + "x"))
                .isEmpty();
    }

    @Test
    void doesNotPrintItsSecret() {
        AccessKeyToken token = AccessKeyToken.next();

        assertThat(token.toString()).doesNotContain(token.secret());
    }
}
