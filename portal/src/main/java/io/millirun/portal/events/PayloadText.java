package io.millirun.portal.events;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Payloads for people and for programs. */
final class PayloadText {

    private static final int SHOWN = 64 * 1024;
    private static final JsonMapper PRETTY =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private PayloadText() {}

    /** Indented if it is JSON and short enough to be read. */
    static String shown(@Nullable Buffer payload) {
        if (payload == null) {
            return "";
        }
        String text = payload.toString(StandardCharsets.UTF_8);
        if (text.length() > SHOWN) {
            return text.substring(0, SHOWN) + "\n…";
        }
        try {
            return PRETTY.writeValueAsString(PRETTY.readTree(text));
        } catch (JacksonException _) {
            return text;
        }
    }

    /** As JSON if it is; else as a text. */
    static @Nullable JsonNode json(@Nullable Buffer payload) {
        if (payload == null) {
            return null;
        }
        String text = payload.toString(StandardCharsets.UTF_8);
        try {
            return JsonMapper.shared().readTree(text);
        } catch (JacksonException _) {
            return JsonMapper.shared().getNodeFactory().stringNode(text);
        }
    }
}
