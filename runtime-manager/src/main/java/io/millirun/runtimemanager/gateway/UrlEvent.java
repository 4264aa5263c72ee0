package io.millirun.runtimemanager.gateway;

import io.millirun.kernel.InvocationId;
import io.millirun.runtimemanager.functions.FunctionArn;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The event that a handler gets for a request to its function's URL: payload format 2.0 of AWS Lambda. */
final class UrlEvent {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private UrlEvent() {}

    /**
     * The event in JSON.
     *
     * @param path path below the function's own, as the client wrote it
     * @param hiddenCookies names of cookies that are not the function's to see
     */
    static Buffer of(
            FunctionVersion version,
            InvocationId id,
            Instant now,
            String path,
            HttpServerRequest request,
            Buffer body,
            Set<String> hiddenCookies) {
        JsonObject event = new JsonObject()
                .put("version", "2.0")
                .put("routeKey", "$default")
                .put("rawPath", path)
                .put("rawQueryString", request.query() == null ? "" : request.query());
        JsonArray cookies = cookies(request.headers(), hiddenCookies);
        if (!cookies.isEmpty()) {
            event.put("cookies", cookies);
        }
        event.put("headers", headers(request));
        JsonObject query = query(request.query());
        if (!query.isEmpty()) {
            event.put("queryStringParameters", query);
        }
        event.put("requestContext", context(version, id, now, path, request));
        if (body.length() > 0) {
            String text = text(body);
            event.put("body", text.isEmpty() ? Base64.getEncoder().encodeToString(body.getBytes()) : text);
            event.put("isBase64Encoded", text.isEmpty());
        } else {
            event.put("isBase64Encoded", false);
        }
        return event.toBuffer();
    }

    private static JsonObject context(
            FunctionVersion version, InvocationId id, Instant now, String path, HttpServerRequest request) {
        String host = request.authority() == null ? "" : request.authority().toString();
        String agent = request.getHeader("User-Agent");
        return new JsonObject()
                .put("accountId", "anonymous")
                .put("apiId", version.function().toString())
                .put("domainName", host)
                .put("domainPrefix", FunctionArn.account(version.tenant()))
                .put(
                        "http",
                        new JsonObject()
                                .put("method", request.method().name())
                                .put("path", path)
                                .put("protocol", "HTTP/1.1")
                                .put("sourceIp", request.remoteAddress().hostAddress())
                                .put("userAgent", agent == null ? "" : agent))
                .put("requestId", id.toString())
                .put("routeKey", "$default")
                .put("stage", "$default")
                .put("time", TIME.format(now))
                .put("timeEpoch", now.toEpochMilli());
    }

    private static JsonObject headers(HttpServerRequest request) {
        JsonObject headers = new JsonObject();
        for (Map.Entry<String, String> header : request.headers()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!name.equals("cookie") && !name.equals("authorization")) {
                headers.put(
                        name,
                        headers.containsKey(name)
                                ? headers.getString(name) + "," + header.getValue()
                                : header.getValue());
            }
        }
        return headers.put("x-forwarded-for", request.remoteAddress().hostAddress())
                .put("x-forwarded-proto", request.scheme() == null ? "http" : request.scheme());
    }

    private static JsonArray cookies(MultiMap headers, Set<String> hidden) {
        JsonArray cookies = new JsonArray();
        for (String header : headers.getAll("Cookie")) {
            for (String cookie : header.split(";", -1)) {
                String trimmed = cookie.strip();
                if (!trimmed.isEmpty() && !hidden.contains(cookieName(trimmed))) {
                    cookies.add(trimmed);
                }
            }
        }
        return cookies;
    }

    /** The name of a cookie, from {@code name=value} or a whole {@code Set-Cookie} value. */
    static String cookieName(String cookie) {
        int equals = cookie.indexOf('=');
        return (equals < 0 ? cookie : cookie.substring(0, equals)).strip();
    }

    private static JsonObject query(@Nullable String query) {
        JsonObject parameters = new JsonObject();
        if (query == null) {
            return parameters;
        }
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            if (!name.isEmpty()) {
                parameters.put(name, parameters.containsKey(name) ? parameters.getString(name) + "," + value : value);
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return text;
        }
    }

    /** The body as text, or nothing if it is not UTF-8. */
    private static String text(Buffer body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body.getBytes()))
                    .toString();
        } catch (CharacterCodingException _) {
            return "";
        }
    }
}
