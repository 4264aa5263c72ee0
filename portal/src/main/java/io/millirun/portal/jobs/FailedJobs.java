package io.millirun.portal.jobs;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Port: one kind of work that fails now and then, for the operators' health page. */
public interface FailedJobs {

    /** Its name in addresses and texts, as {@code mail}; its title is {@code health.jobs.<kind>}. */
    String kind();

    /** What failed and was not mended yet, the newest first. */
    List<FailedJob> failed(int most);

    /** Tries one again; whether there was one of that id. */
    boolean retry(String id);

    /**
     * Something that failed.
     *
     * @param id opaque, unique in its kind
     * @param what it was about
     * @param why it failed, as far as is known
     * @param since when it failed, or began to
     * @param count how many pieces of work stand behind it
     * @param href a page that says more; null for none
     */
    record FailedJob(
            String id,
            String what,
            String why,
            Instant since,
            long count,
            @Nullable String href) {}
}
