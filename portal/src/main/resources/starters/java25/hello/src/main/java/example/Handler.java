package example;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;

/**
 * The smallest useful function: it gets an event and returns an answer, both of them JSON. What it prints appears in the
 * log of the call.
 */
public class Handler implements RequestHandler<Map<String, Object>, Map<String, Object>> {

    @Override
    public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
        System.out.println("called with " + event);
        return Map.of(
                "message", "Hello, " + event.getOrDefault("name", "world") + "!",
                "requestId", context.getAwsRequestId(),
                "millisecondsLeft", context.getRemainingTimeInMillis());
    }
}
