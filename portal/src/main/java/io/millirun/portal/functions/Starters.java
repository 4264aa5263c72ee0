package io.millirun.portal.functions;

import io.millirun.runtimemanager.functions.InvokeMode;
import io.millirun.runtimemanager.functions.UrlAuth;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * The starters in the resources' folder {@code starters/<runtime>/<id>}: a source file, {@code event.json} and perhaps what
 * its build reads. Files beside those folders belong to every starter of the runtime.
 */
@Component
class Starters {

    /** Their order on the page, with their icons. */
    private static final Map<String, String> SYMBOLS = new LinkedHashMap<>();

    static {
        SYMBOLS.put("http-api", "braces");
        SYMBOLS.put("hello", "terminal");
        SYMBOLS.put("webhook", "shield-check");
        SYMBOLS.put("report", "calendar");
        SYMBOLS.put("stream", "activity");
        SYMBOLS.put("resize", "image");
        SYMBOLS.put("empty", "file-text");
    }

    /** Its sender has no access key: the signature decides. */
    private static final Starter.Needs WEBHOOK =
            new Starter.Needs(List.of(SignedSample.SECRET), UrlAuth.NONE, InvokeMode.BUFFERED);

    private static final Starter.Needs STREAM =
            new Starter.Needs(List.of(), UrlAuth.ACCESS_KEY, InvokeMode.RESPONSE_STREAM);

    private static final Map<String, Starter.Needs> NEEDS = Map.of("webhook", WEBHOOK, "stream", STREAM);

    private final List<Starter> all = read();

    private static List<Starter> read() {
        var resources = new PathMatchingResourcePatternResolver();
        List<Starter> found = new ArrayList<>();
        try {
            for (Map.Entry<String, String> kind : SYMBOLS.entrySet()) {
                for (Resource event :
                        resources.getResources("classpath*:starters/*/" + kind.getKey() + "/event.json")) {
                    found.add(read(resources, kind.getKey(), kind.getValue(), event));
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return List.copyOf(found);
    }

    private static Starter read(PathMatchingResourcePatternResolver resources, String id, String symbol, Resource event)
            throws IOException {
        String folder = parent(event.getURL().toString());
        String runtime = parent(folder);
        Map<String, String> sources = texts(resources, folder, "/**/*.*");
        sources.remove("event.json");
        Map<String, String> others = new TreeMap<>(texts(resources, runtime, "/*.*"));
        Optional.ofNullable(sources.remove("requirements.txt")).ifPresent(text -> others.put("requirements.txt", text));
        Map.Entry<String, String> source = sources.entrySet().iterator().next();
        return new Starter(
                id,
                runtime.substring(runtime.lastIndexOf('/') + 1),
                symbol,
                source.getKey(),
                source.getValue(),
                Map.copyOf(others),
                text(event),
                NEEDS.getOrDefault(id, Starter.Needs.NOTHING));
    }

    private static Map<String, String> texts(
            PathMatchingResourcePatternResolver resources, String folder, String pattern) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        for (Resource file : resources.getResources(folder + pattern)) {
            String path = file.getURL().toString().substring(folder.length() + 1);
            if (file.isReadable() && !path.endsWith("/")) {
                texts.put(path, text(file));
            }
        }
        return texts;
    }

    private static String parent(String path) {
        return path.substring(0, path.lastIndexOf('/'));
    }

    private static String text(Resource resource) throws IOException {
        return resource.getContentAsString(StandardCharsets.UTF_8);
    }

    /** The starters for a runtime, in the order in which they are offered. */
    List<Starter> of(String runtime) {
        List<Starter> own = all.stream()
                .filter(starter -> starter.runtime().equals(runtime))
                .toList();
        // Another version of a language has those of the first that has some.
        return own.isEmpty()
                ? all.stream()
                        .filter(starter -> language(starter.runtime()).equals(language(runtime)))
                        .toList()
                : own;
    }

    /** The starters written for this very runtime. */
    List<Starter> ownOf(String runtime) {
        return all.stream().filter(starter -> starter.runtime().equals(runtime)).toList();
    }

    private static String language(String runtime) {
        return runtime.replaceAll("[0-9.].*", "");
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
