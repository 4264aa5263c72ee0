import com.amazonaws.services.lambda.runtime.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What ../../run asks of every language. */
public class Index {

    private static int calls;

    public Map<String, Object> handler(Map<String, Object> event) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("calls", ++calls);
        answer.put("event", event);
        return answer;
    }

    public String chatty(Map<String, Object> event, Context context) {
        for (int n = 1; n < 5; n++) {
            System.out.println("line " + n + " of " + event.get("call"));
        }
        context.getLogger().log("line 5 of " + event.get("call") + "\n");
        System.err.println("stderr of " + event.get("call"));
        return "ok";
    }

    public String flood(Map<String, Object> event) {
        for (int n = 0; n < 4000; n++) {
            System.out.println("x".repeat(250));
        }
        System.out.println("last line");
        return "flooded";
    }

    public Object throws_(Map<String, Object> event) {
        throw new IllegalStateException("on purpose: ü");
    }

    public Map<String, Object> environment(Map<String, Object> event) throws Exception {
        Process child = new ProcessBuilder("/usr/bin/env").start();
        String seen = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Process id = new ProcessBuilder("/bin/sh", "-c", "id -u; id -g").start();
        String[] ids = new String(id.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\n");
        return Map.of(
                "process", new TreeMap<>(System.getenv()),
                "child", seen,
                "cwd", Path.of("").toAbsolutePath().toString(),
                "user", new int[] {Integer.parseInt(ids[0]), Integer.parseInt(ids[1])});
    }

    public Map<String, Object> layers(Map<String, Object> event) throws Exception {
        Process tool = new ProcessBuilder("/var/task/tool").start();
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("file", Files.readString(Path.of("/opt/data.txt")));
        answer.put("link", Files.readString(Path.of("/var/task/link.txt")));
        answer.put("target", Files.readSymbolicLink(Path.of("/var/task/link.txt")).toString());
        answer.put("executable", Files.isExecutable(Path.of("/var/task/tool")) ? "755" : "no");
        answer.put("tool", new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        return answer;
    }

    public Map<String, Object> big(Map<String, String> event) {
        return Map.of("length", event.get("text").length(), "text", event.get("text"));
    }

    public Map<String, Object> restarted(Map<String, Object> event) {
        return Map.of("title", System.getProperty("title", ""), "options", System.getenv("JAVA_TOOL_OPTIONS"));
    }

    public Map<String, Object> sandbox(Map<String, Object> event) {
        Map<String, Object> tries = new LinkedHashMap<>();
        for (String path : new String[] {"/etc/x", "/usr/lib/millirun/x", "/tmp/x", "/var/task/x"}) {
            try {
                Files.writeString(Path.of(path), "x");
                tries.put(path, "written");
            } catch (IOException refused) {
                tries.put(path, String.valueOf(refused.getMessage()).replaceFirst("^.*: ", ""));
            }
        }
        return tries;
    }
}
