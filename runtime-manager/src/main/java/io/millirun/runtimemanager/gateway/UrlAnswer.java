package io.millirun.runtimemanager.gateway;

import io.millirun.runtimemanager.instances.CallEnd;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns what a handler returned into the answer of its function's URL: payload format 2.0 of AWS Lambda. */
final class UrlAnswer {

    /** Headers that the gateway writes itself, or that have no meaning on a new connection. */
    private static final Set<String> OWN = Set.of(
            "connection",
            "content-length",
            "date",
            "keep-alive",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "x-amzn-requestid");

    private static final Set<Integer> WITHOUT_BODY = Set.of(204, 304);

    private UrlAnswer() {}

    /**
     * Writes the answer and ends it.
     *
     * @param portalCookies names of cookies that a function may not set
     * @return whether {@code answered} is an answer that can be sent; if not, nothing was written
     */
    static boolean write(HttpServerResponse response, CallEnd.Answered answered, Set<String> portalCookies) {
        Buffer payload = answered.payload();
        if (answered.contentType().equals(Prelude.CONTENT_TYPE)) {
            return afterPrelude(response, payload, portalCookies);
        }
        if (!answered.contentType().startsWith("application/json")) {
            // A handler that streams, called by somebody who wants the whole answer at once.
            response.putHeader("Content-Type", answered.contentType()).end(payload);
            return true;
        }
        Object value;
        try {
            value = payload.length() == 0 ? "" : Json.decodeValue(payload);
        } catch (DecodeException _) {
            return false;
        }
        if (value instanceof JsonObject answer && answer.containsKey("statusCode")) {
            return structured(response, answer, portalCookies);
        }
        response.putHeader("Content-Type", "application/json");
        response.end(value instanceof String text ? Buffer.buffer(text) : payload);
        return true;
    }

    /** The answer to a call whose function failed, or answered with something that cannot be sent. */
    static void failed(HttpServerResponse response, boolean timedOut) {
        response.setStatusCode(timedOut ? 504 : 502)
                .putHeader("Content-Type", "application/json")
                .end("{\"message\":\"" + (timedOut ? "Endpoint request timed out" : "Internal Server Error") + "\"}");
    }

    /**
     * Puts status, headers and cookies of {@code answer} on {@code response}.
     *
     * @return whether there is a status that can be sent; if not, nothing was changed
     */
    static boolean head(HttpServerResponse response, JsonObject answer, Set<String> portalCookies) {
        if (!(answer.getValue("statusCode") instanceof Number status)
                || status.intValue() < 200
                || status.intValue() > 599) {
            return false;
        }
        response.setStatusCode(status.intValue());
        response.putHeader("Content-Type", "application/json");
        if (answer.getValue("headers") instanceof JsonObject headers) {
            headers(response, headers, portalCookies);
        }
        if (answer.getValue("cookies") instanceof JsonArray cookies) {
            cookies.forEach(cookie -> setCookie(response, String.valueOf(cookie), portalCookies));
        }
        return true;
    }

    private static boolean afterPrelude(HttpServerResponse response, Buffer payload, Set<String> portalCookies) {
        try {
            Optional<Prelude> prelude = Prelude.of(payload);
            if (prelude.isEmpty() || !head(response, prelude.get().answer(), portalCookies)) {
                return false;
            }
            response.end(payload.slice(prelude.get().length(), payload.length()));
            return true;
        } catch (DecodeException _) {
            return false;
        }
    }

    private static boolean structured(HttpServerResponse response, JsonObject answer, Set<String> portalCookies) {
        Buffer body;
        try {
            body = body(answer);
        } catch (IllegalArgumentException _) {
            return false;
        }
        if (!head(response, answer, portalCookies)) {
            return false;
        }
        if (WITHOUT_BODY.contains(response.getStatusCode())) {
            response.headers().remove("Content-Type");
            response.end();
        } else {
            response.end(body);
        }
        return true;
    }

    private static Buffer body(JsonObject answer) {
        Object body = answer.getValue("body");
        String text = body == null ? "" : body instanceof String string ? string : Json.encode(body);
        return Boolean.TRUE.equals(answer.getValue("isBase64Encoded"))
                ? Buffer.buffer(Base64.getMimeDecoder().decode(text))
                : Buffer.buffer(text);
    }

    private static void headers(HttpServerResponse response, JsonObject headers, Set<String> portalCookies) {
        for (Map.Entry<String, Object> header : headers) {
            String name = header.getKey();
            String lower = name.toLowerCase(Locale.ROOT);
            String value = String.valueOf(header.getValue()).replaceAll("[\r\n\0]", " ");
            if (lower.equals("set-cookie")) {
                setCookie(response, value, portalCookies);
            } else if (!OWN.contains(lower) && !lower.startsWith("x-millirun-") && isToken(name)) {
                response.putHeader(name, value);
            }
        }
    }

    private static void setCookie(HttpServerResponse response, String cookie, Set<String> portalCookies) {
        if (!portalCookies.contains(UrlEvent.cookieName(cookie))) {
            response.headers().add("Set-Cookie", cookie.replaceAll("[\r\n\0]", " "));
        }
    }

    /** Whether {@code name} can be the name of a header (RFC 9110, token). */
    private static boolean isToken(String name) {
        return !name.isEmpty()
                && name.chars()
                        .allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0));
    }
}
