package io.millirun.runtimemanager.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientContextTests {

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theObjectArrivesInAscii() {
        assertThat(ClientContext.read(base64("{\"custom\": {\"who\": \"Zoë 😀\"}}")))
                .contains("{\"custom\":{\"who\":\"Zo\\u00eb \\ud83d\\ude00\"}}");
    }

    @Test
    void noneIsEmpty() {
        assertThat(ClientContext.read(null)).contains("");
        assertThat(ClientContext.read("")).contains("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "%%%", "eyJ", "W10=", "bnVsbA=="})
    void whatIsNoObjectInBase64IsRefused(String header) {
        assertThat(ClientContext.read(header)).isEmpty();
    }

    @Test
    void aLongOneIsRefused() {
        assertThat(ClientContext.read(base64("{\"a\":\"" + "x".repeat(3_000) + "\"}")))
                .isEmpty();
    }
}
