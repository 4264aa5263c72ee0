package io.millirun.runtimemanager.schedules;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The two day fields of a cron expression, one of which is {@code ?}: any of {@code rules} has to match. */
record CronDays(List<Rule> rules) {

    private static final List<String> WEEKDAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");
    private static final CronField OF_MONTH = new CronField("day-of-month", 1, 31, List.of());
    private static final CronField OF_WEEK = new CronField("day-of-week", 1, 7, WEEKDAYS);
    private static final Pattern NEAREST = Pattern.compile("([0-9]{1,2})W");
    private static final Pattern BEFORE_LAST = Pattern.compile("L(?:-([0-9]{1,2}))?");
    private static final Pattern LAST = Pattern.compile("([0-9A-Z]{1,3})L");
    private static final Pattern NTH = Pattern.compile("([0-9A-Z]{1,3})#([1-5])");

    CronDays {
        rules = List.copyOf(rules);
    }

    /** A set of days. */
    sealed interface Rule {

        boolean includes(LocalDate day);

        /** Days of the month by number. */
        record OfMonth(BitSet days) implements Rule {
            @Override
            public boolean includes(LocalDate day) {
                return days.get(day.getDayOfMonth());
            }
        }

        /** {@code L-n}: so many days before the month's last. */
        record BeforeLast(int days) implements Rule {
            @Override
            public boolean includes(LocalDate day) {
                return day.getDayOfMonth() == day.lengthOfMonth() - days;
            }
        }

        /** {@code nW}: the working day nearest to day n, within the same month. */
        record Nearest(int number) implements Rule {
            @Override
            public boolean includes(LocalDate day) {
                return number <= day.lengthOfMonth() && day.equals(nearest(day.withDayOfMonth(number)));
            }
        }

        /** {@code LW}: the month's last working day. */
        record LastWorkingDay() implements Rule {
            @Override
            public boolean includes(LocalDate day) {
                return day.equals(nearest(day.with(TemporalAdjusters.lastDayOfMonth())));
            }
        }

        /** Days of the week; 1 is Sunday. */
        record OfWeek(BitSet days) implements Rule {
            @Override
            public boolean includes(LocalDate day) {
                return days.get(day.getDayOfWeek().getValue() % 7 + 1);
            }
        }

        /** {@code nL}: the month's last such day of the week. */
        record LastOfWeek(DayOfWeek weekday) implements Rule {
            @Override
            public boolean includes(LocalDate day) {
                return day.getDayOfWeek() == weekday && day.getDayOfMonth() > day.lengthOfMonth() - 7;
            }
        }

        /** {@code n#k}: the month's k-th such day of the week. */
        record Nth(DayOfWeek weekday, int which) implements Rule {
            @Override
            public boolean includes(LocalDate day) {
                return day.getDayOfWeek() == weekday && (day.getDayOfMonth() - 1) / 7 + 1 == which;
            }
        }
    }

    static CronDays parse(String ofMonth, String ofWeek) {
        if (ofMonth.equals("?") == ofWeek.equals("?")) {
            throw Expression.wrong("Exactly one of day-of-month and day-of-week must be ?.");
        }
        List<Rule> rules = new ArrayList<>();
        if (ofWeek.equals("?")) {
            for (String part : ofMonth.split(",", -1)) {
                rules.add(dayOfMonth(part));
            }
        } else {
            for (String part : ofWeek.split(",", -1)) {
                rules.add(dayOfWeek(part));
            }
        }
        return new CronDays(rules);
    }

    boolean include(LocalDate day) {
        return rules.stream().anyMatch(rule -> rule.includes(day));
    }

    private static Rule dayOfMonth(String part) {
        if (part.equals("LW")) {
            return new Rule.LastWorkingDay();
        }
        Matcher last = BEFORE_LAST.matcher(part);
        if (last.matches()) {
            int before = last.group(1) == null ? 0 : Integer.parseInt(last.group(1));
            if (before > 30) {
                throw Expression.wrong("“" + part + "” is before the month's first day.");
            }
            return new Rule.BeforeLast(before);
        }
        Matcher nearest = NEAREST.matcher(part);
        return nearest.matches()
                ? new Rule.Nearest(OF_MONTH.value(nearest.group(1)))
                : new Rule.OfMonth(OF_MONTH.parse(part));
    }

    private static Rule dayOfWeek(String part) {
        if (part.equals("L")) {
            return new Rule.OfWeek(OF_WEEK.parse("7"));
        }
        Matcher last = LAST.matcher(part);
        if (last.matches()) {
            return new Rule.LastOfWeek(weekday(last.group(1)));
        }
        Matcher nth = NTH.matcher(part);
        return nth.matches()
                ? new Rule.Nth(weekday(nth.group(1)), Integer.parseInt(nth.group(2)))
                : new Rule.OfWeek(OF_WEEK.parse(part));
    }

    private static DayOfWeek weekday(String text) {
        return DayOfWeek.SUNDAY.plus(OF_WEEK.value(text) - 1L);
    }

    private static LocalDate nearest(LocalDate day) {
        LocalDate moved = switch (day.getDayOfWeek()) {
            case SATURDAY -> day.minusDays(1);
            case SUNDAY -> day.plusDays(1);
            default -> day;
        };
        if (moved.getMonth() == day.getMonth()) {
            return moved;
        }
        return moved.isBefore(day) ? day.plusDays(2) : day.minusDays(2);
    }
}
