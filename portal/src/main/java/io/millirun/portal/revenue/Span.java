package io.millirun.portal.revenue;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The time that the page shows, in steps of a UTC day or month. */
enum Span {
    DAYS {
        @Override
        List<Step> steps(LocalDate today) {
            return IntStream.rangeClosed(0, 29)
                    .mapToObj(back -> today.minusDays(29L - back))
                    .map(day -> new Step(day, day.plusDays(1), DAY.format(day)))
                    .toList();
        }
    },
    MONTHS {
        @Override
        List<Step> steps(LocalDate today) {
            YearMonth last = YearMonth.from(today);
            return IntStream.rangeClosed(0, 11)
                    .mapToObj(back -> last.minusMonths(11L - back))
                    .map(month -> new Step(month.atDay(1), month.plusMonths(1).atDay(1), MONTH.format(month)))
                    .toList();
        }
    };

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMM uuuu", Locale.ENGLISH);

    /** The span of that name; days for any other. */
    static Span of(String name) {
        return Stream.of(values())
                .filter(span -> span.text().equals(name))
                .findFirst()
                .orElse(DAYS);
    }

    /** A month as people read it. */
    static String title(YearMonth month) {
        return MONTH.format(month);
    }

    /** Its name in addresses. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The steps, the one with {@code today} last. */
    abstract List<Step> steps(LocalDate today);

    /**
     * A step.
     *
     * @param end the day after its last
     */
    record Step(LocalDate first, LocalDate end, String title) {}
}
