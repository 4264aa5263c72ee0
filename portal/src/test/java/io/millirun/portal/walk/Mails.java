package io.millirun.portal.walk;

import java.util.Collection;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What was mailed, as those see it who follow the links in it. */
record Mails(JdbcClient worker) {

    private static final Pattern LINK = Pattern.compile("https?://[^/\\s]+(/\\S*)");

    /** Paths and queries of all links, the newest mail's first. */
    List<String> links() {
        return worker.sql("select body from portal.mails order by created_at desc").query(String.class).list().stream()
                .map(body -> LINK.matcher(body)
                        .results()
                        .map((MatchResult link) -> link.group(1))
                        .toList())
                .flatMap(Collection::stream)
                .toList();
    }
}
