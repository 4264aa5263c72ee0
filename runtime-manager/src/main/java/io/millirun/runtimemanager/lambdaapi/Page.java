package io.millirun.runtimemanager.lambdaapi;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/** A part of a list, as {@code Marker} and {@code MaxItems} ask for it. */
final class Page {

    /** Before every key: a key may be empty, a marker may not. */
    private static final String MARK = "after:";

    private Page() {}

    /**
     * The part that {@code request} asks for, with {@code NextMarker} if there is more.
     *
     * @param all the whole list, in the order of its keys
     * @param key what a marker remembers of the last item; strictly rising or falling, the same for ever
     * @param most items at once
     */
    static <T> JsonObject of(
            ApiRequest request,
            String field,
            List<T> all,
            int most,
            Function<T, String> key,
            Function<T, JsonObject> shape) {
        int wanted = request.query("MaxItems").map(text -> number(text, most)).orElse(most);
        int from = request.query("Marker")
                .map(marker -> after(all, key, decode(marker)))
                .orElse(0);
        int to = Math.min(all.size(), from + wanted);
        var items = new JsonArray();
        all.subList(from, to).forEach(item -> items.add(shape.apply(item)));
        var page = new JsonObject().put(field, items);
        if (to < all.size()) {
            page.put("NextMarker", encode(key.apply(all.get(to - 1))));
        }
        return page;
    }

    private static <T> int after(List<T> all, Function<T, String> key, String last) {
        for (int i = 0; i < all.size(); i++) {
            if (key.apply(all.get(i)).equals(last)) {
                return i + 1;
            }
        }
        // It was deleted since: go on where it would be.
        int i = 0;
        while (i < all.size() && key.apply(all.get(i)).compareTo(last) < 0) {
            i++;
        }
        return i;
    }

    private static int number(String text, int most) {
        if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > 10_000) {
            throw ApiRequest.violation("MaxItems", "it must be between 1 and 10000");
        }
        return Math.min(most, Integer.parseInt(text));
    }

    private static String encode(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString((MARK + key).getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String marker) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(marker), StandardCharsets.UTF_8);
            if (text.startsWith(MARK)) {
                return text.substring(MARK.length());
            }
        } catch (IllegalArgumentException malformed) {
            // Told below.
        }
        throw ApiError.invalid("Invalid Marker: it must be the NextMarker of an earlier answer.");
    }
}
