package io.millirun.runtimemanager.schedules;

import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One field of a cron expression: a list of values, ranges and steps.
 *
 * @param names of the values from {@code least} on, empty if they have none
 */
record CronField(String name, int least, int most, List<String> names) {

    private static final Pattern PART = Pattern.compile("(\\*|([0-9A-Z]{1,4})(?:-([0-9A-Z]{1,4}))?)(?:/([0-9]{1,4}))?");

    BitSet parse(String text) {
        BitSet values = new BitSet(most + 1);
        for (String part : text.split(",", -1)) {
            add(values, part);
        }
        return values;
    }

    private void add(BitSet values, String part) {
        Matcher matcher = PART.matcher(part);
        if (!matcher.matches()) {
            throw Expression.wrong("“" + part + "” is not a value of the field " + name + ".");
        }
        boolean all = matcher.group(1).equals("*");
        int from = all ? least : value(matcher.group(2));
        int to = all || (matcher.group(3) == null && matcher.group(4) != null)
                ? most
                : matcher.group(3) == null ? from : value(matcher.group(3));
        int step = matcher.group(4) == null ? 1 : Integer.parseInt(matcher.group(4));
        if (step < 1 || step > most) {
            throw Expression.wrong("The step in “" + part + "” must be between 1 and " + most + ".");
        }
        int end = to < from ? to + most - least + 1 : to;
        for (int value = from; value <= end; value += step) {
            values.set(value > most ? value - (most - least + 1) : value);
        }
    }

    /** The number of a value or of its name. */
    int value(String text) {
        int named = names.indexOf(text);
        if (named >= 0) {
            return least + named;
        }
        if (!text.chars().allMatch(Character::isDigit)) {
            throw Expression.wrong("“" + text + "” is not a value of the field " + name + ".");
        }
        int value = Integer.parseInt(text);
        if (value < least || value > most) {
            throw Expression.wrong(
                    "The field " + name + " must be between " + least + " and " + most + ": " + value + ".");
        }
        return value;
    }
}
