package io.millirun.portal.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.springframework.core.io.Resource;
import org.springframework.util.DigestUtils;

/** Entity tags of static assets: a hash of their content, which never changes while the process runs. */
class ContentTags implements Function<Resource, String> {

    private final Map<String, String> tags = new ConcurrentHashMap<>();

    @Override
    public String apply(Resource resource) {
        return tags.computeIfAbsent(resource.getDescription(), _ -> hash(resource));
    }

    private static String hash(Resource resource) {
        try {
            return '"' + DigestUtils.md5DigestAsHex(resource.getContentAsByteArray()) + '"';
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
