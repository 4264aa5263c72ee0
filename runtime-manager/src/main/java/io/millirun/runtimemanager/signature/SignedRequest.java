package io.millirun.runtimemanager.signature;

import java.util.List;
import java.util.Map;

/**
 * A request as its signature covers it.
 *
 * @param rawPath path as it was sent, percent-encoded
 * @param rawQuery query as it was sent; empty if there is none
 * @param headers values by name in lower case, in the order in which they came
 */
@SuppressWarnings("ArrayRecordComponent") // as large as an upload; nobody changes it
public record SignedRequest(
        String method, String rawPath, String rawQuery, Map<String, List<String>> headers, byte[] body) {

    /** The first value of a header; empty if it was not sent. */
    String header(String name) {
        List<String> values = headers.getOrDefault(name, List.of());
        return values.isEmpty() ? "" : values.getFirst();
    }
}
