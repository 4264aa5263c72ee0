import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;

/** A handler of maps. */
public class RehearsalMap implements RequestHandler<Map<String, Object>, Object> {

    @Override
    public Object handleRequest(Map<String, Object> event, Context context) {
        if ("stop".equals(event.get("name"))) {
            throw new StackOverflowError();
        }
        context.getLogger().log("event " + event.size() + " of " + context.getAwsRequestId() + "\n");
        System.out.println("value " + System.getenv("PATH"));
        return Map.of("name", String.valueOf(event.get("name")), "remaining", context.getRemainingTimeInMillis());
    }
}
