package example;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/**
 * The skeleton of a report that a schedule runs, say every morning: collect figures, put them into words, deliver them.
 */
public class Handler implements RequestHandler<Map<String, String>, Map<String, Object>> {

    record Figures(int orders, double revenue) {}

    @Override
    public Map<String, Object> handleRequest(Map<String, String> event, Context context) {
        Instant until = event.containsKey("time") ? Instant.parse(event.get("time")) : Instant.now();
        Instant since = until.minus(Duration.ofDays(1));
        String report = compose(collect(since, until), since, until);
        System.out.println(report);
        return Map.of("delivered", true, "lines", report.lines().count());
    }

    /** Ask your own systems here; java.net.http.HttpClient is built in. */
    private static Figures collect(Instant since, Instant until) {
        return new Figures(42, 1234.5);
    }

    private static String compose(Figures figures, Instant since, Instant until) {
        return "Report from " + since + " to " + until + "\n"
                + figures.orders() + " orders in " + Duration.between(since, until).toHours() + " hours\n"
                + String.format(Locale.ROOT, "%.2f of revenue", figures.revenue());
    }
}
