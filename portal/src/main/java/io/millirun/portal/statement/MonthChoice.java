package io.millirun.portal.statement;

import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * The UTC month a page shows, and those it leads to.
 *
 * @param running the month that is not over
 */
public record MonthChoice(YearMonth shown, YearMonth running) {

    /** As long as raw usage is kept. */
    private static final int MONTHS = 13;

    private static final DateTimeFormatter TITLE = DateTimeFormatter.ofPattern("MMMM uuuu", Locale.ENGLISH);

    /**
     * The month that was asked for, else the running one.
     *
     * @throws ResponseStatusException 404 for a month that has not begun
     */
    public static MonthChoice of(@Nullable YearMonth asked, Clock clock) {
        YearMonth running = YearMonth.now(clock.withZone(ZoneOffset.UTC));
        if (asked != null && asked.isAfter(running)) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        return new MonthChoice(asked == null ? running : asked, running);
    }

    /** {@code November 2026}. */
    public static String title(YearMonth month) {
        return TITLE.format(month);
    }

    /** The shown month's name. */
    public String title() {
        return title(shown);
    }

    /** Whether the shown month is not over. */
    public boolean isRunning() {
        return shown.equals(running);
    }

    /** The month before. */
    public YearMonth previous() {
        return shown.minusMonths(1);
    }

    /** The month after, null if that has not begun. */
    public @Nullable YearMonth next() {
        return isRunning() ? null : shown.plusMonths(1);
    }

    /** The months to choose from, the running one first. */
    public List<YearMonth> recent() {
        return IntStream.range(0, MONTHS).mapToObj(running::minusMonths).toList();
    }
}
