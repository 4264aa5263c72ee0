package io.millirun.stem;

import com.amazonaws.lambda.thirdparty.com.google.gson.JsonObject;
import com.amazonaws.lambda.thirdparty.com.google.gson.JsonParser;

/** JSON by the parser that the official client brings. */
final class Json {

    private Json() {}

    static JsonObject object(String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }

    static String quoted(String text) {
        return new com.amazonaws.lambda.thirdparty.com.google.gson.JsonPrimitive(text).toString();
    }
}
