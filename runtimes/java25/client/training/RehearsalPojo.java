import com.amazonaws.services.lambda.runtime.Context;
import java.util.List;

/** A handler of objects, which implements no interface. */
public class RehearsalPojo {

    private String name = "";
    private List<Integer> values = List.of();

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    public List<Integer> getValues() {
        return values;
    }

    public void setValues(List<Integer> values) {
        this.values = values;
    }

    public RehearsalPojo handleRequest(RehearsalPojo event, Context context) {
        if (event.name.equals("stop")) {
            throw new StackOverflowError();
        }
        return event;
    }
}
