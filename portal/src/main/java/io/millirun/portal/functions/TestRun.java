package io.millirun.portal.functions;

import java.math.BigDecimal;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a test call ended, as the page shows it.
 *
 * @param requestId of the invocation, empty if there was none
 * @param message why it was refused or could not be made: a sentence of the platform's, or the page's own text's name
 * @param answer what the function answered, laid out for reading
 * @param size of the answer in bytes
 * @param figures what it took and cost, null if it did not run
 */
public record TestRun(
        End end,
        String requestId,
        String message,
        String answer,
        int size,
        List<LogLine> log,
        @Nullable Figures figures) {

    /** The longest answer shown, in characters. */
    private static final int SHOWN = 100_000;

    private static final JsonMapper PRETTY =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** How a test call can end. */
    public enum End {
        SUCCEEDED("is-ok"),
        /** The function's code failed; it is billed as it ran. */
        FAILED("is-error"),
        /** The platform did not run it, or failed it: nothing is billed. */
        REFUSED("is-warn"),
        /** The gateway did not answer. */
        UNANSWERED("is-warn");

        private final String style;

        End(String style) {
            this.style = style;
        }

        /** Class of its mark on the page. */
        public String style() {
            return style;
        }
    }

    /** @param totalMicros from sending the call to its answer */
    static TestRun of(HttpResponse<String> response, long totalMicros) {
        HttpHeaders headers = response.headers();
        String body = response.body();
        String id = headers.firstValue("X-Amzn-RequestId").orElse("");
        if (response.statusCode() >= 300) {
            return new TestRun(End.REFUSED, id, message(body), "", 0, List.of(), null);
        }
        boolean failed = headers.firstValue("X-Amz-Function-Error").isPresent();
        String pretty = pretty(body);
        return new TestRun(
                failed ? End.FAILED : End.SUCCEEDED,
                id,
                failed ? errorMessage(body) : "",
                pretty.length() <= SHOWN ? pretty : pretty.substring(0, SHOWN) + "…",
                body.getBytes(StandardCharsets.UTF_8).length,
                headers.firstValue("X-Amz-Log-Result").map(TestRun::log).orElse(List.of()),
                Figures.of(headers, totalMicros));
    }

    /** @param name of the page's text that says why */
    static TestRun unanswered(String name) {
        return new TestRun(End.UNANSWERED, "", name, "", 0, List.of(), null);
    }

    private static List<LogLine> log(String tail) {
        return new String(Base64.getDecoder().decode(tail), StandardCharsets.UTF_8)
                .lines()
                .map(LogLine::parse)
                .toList();
    }

    private static String message(String body) {
        return field(body, "message").orElse(body);
    }

    private static String errorMessage(String body) {
        String type = field(body, "errorType").orElse("");
        String text = field(body, "errorMessage").orElse("");
        return type.isEmpty() ? text : type + ": " + text;
    }

    private static Optional<String> field(String body, String name) {
        try {
            JsonNode node = PRETTY.readTree(body).get(name);
            return node == null || !node.isString() ? Optional.empty() : Optional.of(node.asString());
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }

    private static String pretty(String body) {
        try {
            return PRETTY.writeValueAsString(PRETTY.readTree(body));
        } catch (JacksonException _) {
            return body;
        }
    }

    /**
     * What a call took and cost.
     *
     * @param peakMb null where it was not measured
     * @param cost list price with its currency, {@code 0.0000002 USD}
     * @param durationMicros handler time
     * @param initMicros loading of the code; 0 when warm
     * @param restMicros all else that the caller waited for
     */
    public record Figures(
            long billedMs,
            @Nullable Long peakMb,
            String cost,
            boolean cold,
            long durationMicros,
            long initMicros,
            long restMicros) {

        static Figures of(HttpHeaders headers, long totalMicros) {
            OptionalLong init = headers.firstValueAsLong("X-Millirun-Init-Ms");
            OptionalLong peak = headers.firstValueAsLong("X-Millirun-Peak-Memory-Mb");
            long billed = headers.firstValueAsLong("X-Millirun-Billed-Ms").orElse(0);
            long duration = headers.firstValueAsLong("X-Millirun-Duration-Us").orElse(billed * 1_000);
            long initMicros = init.orElse(0) * 1_000;
            return new Figures(
                    billed,
                    peak.isPresent() ? Long.valueOf(peak.getAsLong()) : null,
                    headers.firstValue("X-Millirun-Cost").orElse(""),
                    init.isPresent(),
                    duration,
                    initMicros,
                    Math.max(0, totalMicros - duration - initMicros));
        }

        /** Handler time in milliseconds with two decimals. */
        public BigDecimal durationMs() {
            return ms(durationMicros);
        }

        public BigDecimal initMs() {
            return ms(initMicros);
        }

        public BigDecimal restMs() {
            return ms(restMicros);
        }

        /** The mark at {@code quarter} quarters of the waterfall, in milliseconds. */
        public BigDecimal mark(int quarter) {
            return ms(total() * quarter / 4);
        }

        /** Where the part after {@code micros} begins, in percent of the waterfall. */
        public String at(long micros) {
            return BigDecimal.valueOf(micros * 10_000 / Math.max(1, total()), 2).toPlainString() + "%";
        }

        private long total() {
            return restMicros + initMicros + durationMicros;
        }

        private static BigDecimal ms(long micros) {
            return BigDecimal.valueOf(micros / 10, 2);
        }
    }
}
