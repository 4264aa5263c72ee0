package io.millirun.runtimemanager.lambdaapi;

import io.millirun.kernel.TenantId;
import io.millirun.runtimemanager.Caller;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request to an operation, after authentication. Its readers refuse what has the wrong type or is out of range, with the
 * name of the parameter.
 *
 * @param region that the caller speaks of, for ARNs
 * @param gateway the address that the caller used, {@code http://host:8081}
 * @param path parameters in the path, decoded
 */
record ApiRequest(
        Caller caller, String region, String gateway, Map<String, String> path, MultiMap query, JsonObject body) {

    TenantId tenant() {
        return caller.tenant();
    }

    String path(String name) {
        return path.getOrDefault(name, "");
    }

    /** The function that the path names, with the qualifier that the query may add. */
    FunctionRef function() {
        return FunctionRef.of(path("FunctionName"), tenant())
                .with(query("Qualifier").orElse(null));
    }

    Optional<String> query(String name) {
        return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
    }

    boolean has(String name) {
        return body.getValue(name) != null;
    }

    Optional<String> text(String name) {
        return text(body, name);
    }

    String required(String name) {
        return text(name).orElseThrow(() -> missing(name));
    }

    /** A text that must have this form. */
    Optional<String> text(String name, Pattern form) {
        Optional<String> text = text(name);
        if (text.isPresent() && !form.matcher(text.get()).matches()) {
            throw violation(name, "it must match " + form.pattern());
        }
        return text;
    }

    Optional<String> oneOf(String name, String... values) {
        Optional<String> text = text(name);
        if (text.isPresent() && !List.of(values).contains(text.get())) {
            throw violation(name, "it must be one of " + String.join(", ", values));
        }
        return text;
    }

    Optional<Integer> integer(String name, int least, int most) {
        return integer(body, name, least, most);
    }

    boolean flag(String name) {
        Object value = body.getValue(name);
        if (value != null && !(value instanceof Boolean)) {
            throw malformed(name, "a boolean");
        }
        return Boolean.TRUE.equals(value);
    }

    Optional<JsonObject> object(String name) {
        return object(body, name);
    }

    Optional<List<String>> texts(String name) {
        return texts(body, name);
    }

    Optional<Map<String, String>> map(String name) {
        return object(name).map(object -> map(object, name));
    }

    Optional<UUID> revision() {
        return text("RevisionId").or(() -> query("RevisionId")).map(ApiRequest::uuid);
    }

    /** A revision that is not one matches none. */
    private static UUID uuid(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException notOne) {
            return new UUID(0, 0);
        }
    }

    static Optional<String> text(JsonObject object, String name) {
        Object value = object.getValue(name);
        if (value != null && !(value instanceof String)) {
            throw malformed(name, "a string");
        }
        return Optional.ofNullable((String) value);
    }

    static Optional<Integer> integer(JsonObject object, String name, int least, int most) {
        Object value = object.getValue(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof Number number) || number.doubleValue() != Math.rint(number.doubleValue())) {
            throw malformed(name, "an integer");
        }
        if (number.longValue() < least || number.longValue() > most) {
            throw violation(name, "it must be between " + least + " and " + most);
        }
        return Optional.of(number.intValue());
    }

    static Optional<JsonObject> object(JsonObject object, String name) {
        Object value = object.getValue(name);
        if (value != null && !(value instanceof JsonObject)) {
            throw malformed(name, "an object");
        }
        return Optional.ofNullable((JsonObject) value);
    }

    static Optional<List<String>> texts(JsonObject object, String name) {
        Object value = object.getValue(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof JsonArray array)) {
            throw malformed(name, "a list");
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            if (!(array.getValue(i) instanceof String text)) {
                throw malformed(name, "a list of strings");
            }
            texts.add(text);
        }
        return Optional.of(texts);
    }

    static Map<String, String> map(JsonObject object, String name) {
        Map<String, String> map = new LinkedHashMap<>();
        for (String key : object.fieldNames()) {
            if (!(object.getValue(key) instanceof String text)) {
                throw malformed(name, "a map of strings");
            }
            map.put(key, text);
        }
        return map;
    }

    static RuntimeException missing(String name) {
        return violation(name, "it must not be null");
    }

    static RuntimeException violation(String name, String constraint) {
        return ApiError.invalid("1 validation error detected: Value at '" + decapitalised(name)
                + "' failed to satisfy constraint: " + constraint + ".");
    }

    private static RuntimeException malformed(String name, String wanted) {
        return ApiError.malformed("Could not parse request body into json: " + name + " must be " + wanted + ".");
    }

    private static String decapitalised(String name) {
        return name.isEmpty() ? name : Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    /** {@code text} or nothing, for shapes that leave out what is empty. */
    static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
