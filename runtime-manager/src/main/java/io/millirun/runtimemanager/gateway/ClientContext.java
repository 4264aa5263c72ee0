package io.millirun.runtimemanager.gateway;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The header {@code X-Amz-Client-Context}: an object in JSON, in base64, for the function's context object. */
final class ClientContext {

    static final String HEADER = "X-Amz-Client-Context";

    /** Bytes in base64, as AWS documents it. */
    private static final int LONGEST = 3_583;

    private ClientContext() {}

    /** The object, in ASCII so that it fits into a header; empty text for none. Nothing if the header is not in its form. */
    static Optional<String> read(@Nullable String header) {
        if (header == null || header.isEmpty()) {
            return Optional.of("");
        }
        if (header.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            String json = new String(Base64.getDecoder().decode(header), StandardCharsets.UTF_8);
            return Optional.of(ascii(new JsonObject(json).encode()));
        } catch (IllegalArgumentException | DecodeException | ClassCastException notOne) {
            return Optional.empty();
        }
    }

    private static String ascii(String json) {
        var text = new StringBuilder(json.length());
        json.chars().forEach(character -> {
            if (character < 0x7f) {
                text.append((char) character);
            } else {
                text.append(String.format(Locale.ROOT, "\\u%04x", character));
            }
        });
        return text.toString();
    }
}
