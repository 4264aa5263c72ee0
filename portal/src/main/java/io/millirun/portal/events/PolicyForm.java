package io.millirun.portal.events;

import io.millirun.runtimemanager.events.Destination;
import io.millirun.runtimemanager.events.EventPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.validation.BindingResult;

/**
 * The settings of a function's events, as typed.
 *
 * @param delays seconds before each retry, separated by commas; the last one repeats
 */
record PolicyForm(String retries, String delays, String maximumAgeMinutes, String onSuccess, String onFailure) {

    PolicyForm {
        retries = retries == null ? "" : retries;
        delays = delays == null ? "" : delays;
        maximumAgeMinutes = maximumAgeMinutes == null ? "" : maximumAgeMinutes;
        onSuccess = onSuccess == null ? "" : onSuccess;
        onFailure = onFailure == null ? "" : onFailure;
    }

    static PolicyForm of(EventPolicy policy) {
        return new PolicyForm(
                Integer.toString(policy.retries()),
                policy.retryDelays().stream()
                        .map(delay -> Long.toString(delay.toSeconds()))
                        .collect(Collectors.joining(", ")),
                Long.toString(policy.maximumAge().toMinutes()),
                policy.onSuccess().text(),
                policy.onFailure().text());
    }

    /** The policy; empty if something is wrong, which {@code errors} tell. */
    Optional<EventPolicy> read(BindingResult errors) {
        int count = number("retries", retries, errors);
        int age = number("maximumAgeMinutes", maximumAgeMinutes, errors);
        List<Duration> waits = new ArrayList<>();
        for (String delay : delays.split(",", -1)) {
            waits.add(Duration.ofSeconds(number("delays", delay, errors)));
        }
        Destination success = destination("onSuccess", onSuccess, errors);
        Destination failure = destination("onFailure", onFailure, errors);
        if (errors.hasErrors()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new EventPolicy(count, waits, Duration.ofMinutes(age), success, failure));
        } catch (IllegalArgumentException wrong) {
            String message = String.valueOf(wrong.getMessage());
            String field =
                    message.contains("delay") ? "delays" : message.contains("age") ? "maximumAgeMinutes" : "retries";
            errors.rejectValue(field, "triggers.policy." + field + ".wrong");
            return Optional.empty();
        }
    }

    private static int number(String field, String text, BindingResult errors) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException _) {
            if (!errors.hasFieldErrors(field)) {
                errors.rejectValue(field, "triggers.policy." + field + ".wrong");
            }
            return 0;
        }
    }

    private static Destination destination(String field, String text, BindingResult errors) {
        Optional<Destination> found = Destination.parse(text);
        if (found.isEmpty()) {
            errors.rejectValue(field, "triggers.policy.destination.wrong");
        }
        return found.orElse(Destination.NONE);
    }
}
