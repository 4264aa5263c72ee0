package io.millirun.portal.functions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/** The starters in the resources' folder {@code starters/<runtime>/<id>}: one source file and {@code event.json} each. */
@Component
class Starters {

    /** Their order on the page, with their icons. */
    private static final Map<String, String> SYMBOLS = new LinkedHashMap<>();

    static {
        SYMBOLS.put("http-api", "braces");
        SYMBOLS.put("hello", "terminal");
        SYMBOLS.put("webhook", "shield-check");
        SYMBOLS.put("report", "calendar");
        SYMBOLS.put("empty", "file-text");
    }

    private final List<Starter> all = read();

    private static List<Starter> read() {
        var resources = new PathMatchingResourcePatternResolver();
        List<Starter> found = new ArrayList<>();
        try {
            for (Map.Entry<String, String> kind : SYMBOLS.entrySet()) {
                for (Resource event :
                        resources.getResources("classpath*:starters/*/" + kind.getKey() + "/event.json")) {
                    String address = event.getURL().toString();
                    String folder = address.substring(0, address.lastIndexOf('/'));
                    String runtime = parent(folder);
                    for (Resource file : resources.getResources(folder + "/*")) {
                        if (!"event.json".equals(file.getFilename())) {
                            found.add(new Starter(kind.getKey(), runtime, kind.getValue(), text(file), text(event)));
                        }
                    }
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return List.copyOf(found);
    }

    private static String parent(String folder) {
        String above = folder.substring(0, folder.lastIndexOf('/'));
        return above.substring(above.lastIndexOf('/') + 1);
    }

    private static String text(Resource resource) throws IOException {
        return resource.getContentAsString(StandardCharsets.UTF_8);
    }

    /** The starters for a runtime, in the order in which they are offered. */
    List<Starter> of(String runtime) {
        return all.stream().filter(starter -> starter.runtime().equals(runtime)).toList();
    }

    Optional<Starter> find(String runtime, String id) {
        return of(runtime).stream().filter(starter -> starter.id().equals(id)).findFirst();
    }

    /** Whether {@code source} is a starter as it came, so that nothing of its writer's is lost with it. */
    boolean isUntouched(String source) {
        return source.isBlank()
                || all.stream().anyMatch(starter -> starter.source().strip().equals(source.strip()));
    }
}
