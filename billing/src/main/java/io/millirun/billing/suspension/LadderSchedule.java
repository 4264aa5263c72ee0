package io.millirun.billing.suspension;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When the steps of the ladder follow, counted from the day on which the oldest unpaid invoice was due. Each step keeps
 * its distance from the one before even if that one came late.
 *
 * @param reminder first mail
 * @param warning second mail, which says what follows
 * @param readOnly functions go on running, nothing can be changed
 * @param stopped calls are refused
 */
@ConfigurationProperties("millirun.billing.ladder")
public record LadderSchedule(
        @DefaultValue("1d") Duration reminder,
        @DefaultValue("7d") Duration warning,
        @DefaultValue("14d") Duration readOnly,
        @DefaultValue("28d") Duration stopped) {

    public LadderSchedule {
        if (reminder.isNegative()
                || reminder.compareTo(warning) >= 0
                || warning.compareTo(readOnly) >= 0
                || readOnly.compareTo(stopped) >= 0) {
            throw new IllegalArgumentException(
                    "millirun.billing.ladder: reminder, warning, read-only and stopped must follow each other");
        }
    }

    Duration fromReminderToWarning() {
        return warning.minus(reminder);
    }

    Duration fromWarningToReadOnly() {
        return readOnly.minus(warning);
    }

    Duration fromReadOnlyToStopped() {
        return stopped.minus(readOnly);
    }
}
