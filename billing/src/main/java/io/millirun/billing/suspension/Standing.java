package io.millirun.billing.suspension;

import io.millirun.billing.suspension.StandingEvent.Exempted;
import io.millirun.billing.suspension.StandingEvent.Looked;
import io.millirun.billing.suspension.StandingEvent.Released;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Function;

/**
 * How an organization stands with its payments. Steps are climbed one at a time, each only after the one before was
 * announced for its whole time; nothing is ever deleted. Paying everything that is due leads back to {@link Good}.
 */
public sealed interface Standing {

    /** Nothing is due, or not for long. */
    record Good() implements Standing {}

    /** It was reminded. */
    record Reminded(Instant at) implements Standing {}

    /** It was told what follows. */
    record Warned(Instant at) implements Standing {}

    /** Functions run and everything can be read; nothing can be changed but how invoices are paid. */
    record ReadOnly(Instant at) implements Standing {}

    /** Calls are refused besides. */
    record Stopped(Instant at) implements Standing {}

    /** The operator lets it be until then. */
    record Exempt(Instant until) implements Standing {}

    /** Whether changes are refused. */
    default boolean isReadOnly() {
        return this instanceof ReadOnly || this instanceof Stopped;
    }

    /** Whether calls are refused. */
    default boolean isStopped() {
        return this instanceof Stopped;
    }

    /** The next standing, and what the organization is told of it. */
    record Step(Standing next, Optional<StandingNews> news) {

        static Step to(Standing next, StandingNews news) {
            return new Step(next, Optional.of(news));
        }

        static Step silently(Standing next) {
            return new Step(next, Optional.empty());
        }
    }

    /** What follows from an event. Pure. */
    default Step apply(StandingEvent event, LadderSchedule schedule, Instant now) {
        return switch (event) {
            case Looked(Optional<Arrears> arrears) -> look(arrears, schedule, now);
            case Exempted(Instant until) ->
                isReadOnly()
                        ? Step.to(new Exempt(until), new StandingNews.Restored())
                        : Step.silently(new Exempt(until));
            case Released _ ->
                isReadOnly() ? Step.to(new Good(), new StandingNews.Restored()) : Step.silently(new Good());
        };
    }

    private Step look(Optional<Arrears> arrears, LadderSchedule schedule, Instant now) {
        return switch (this) {
            case Exempt(Instant until) -> now.isBefore(until) ? Step.silently(this) : Step.silently(new Good());
            case Good _ -> arrears.map(due -> begin(due, schedule, now)).orElseGet(() -> Step.silently(this));
            case Reminded(Instant at) ->
                climb(arrears, at.plus(schedule.fromReminderToWarning()), now, due -> warned(due, schedule, now));
            case Warned(Instant at) ->
                climb(arrears, at.plus(schedule.fromWarningToReadOnly()), now, due -> readOnly(due, schedule, now));
            case ReadOnly(Instant at) ->
                climb(
                        arrears,
                        at.plus(schedule.fromReadOnlyToStopped()),
                        now,
                        due -> Step.to(new Stopped(now), new StandingNews.Stopped(due)));
            case Stopped _ -> arrears.isEmpty() ? restored() : Step.silently(this);
        };
    }

    private Step climb(Optional<Arrears> arrears, Instant due, Instant now, Function<Arrears, Step> further) {
        if (arrears.isEmpty()) {
            return restored();
        }
        return now.isBefore(due) ? Step.silently(this) : further.apply(arrears.get());
    }

    private static Step restored() {
        return Step.to(new Good(), new StandingNews.Restored());
    }

    private static Step begin(Arrears due, LadderSchedule schedule, Instant now) {
        Instant first = due.since().atStartOfDay(ZoneOffset.UTC).toInstant().plus(schedule.reminder());
        return now.isBefore(first)
                ? Step.silently(new Good())
                : Step.to(
                        new Reminded(now), new StandingNews.Reminder(due, now.plus(schedule.fromReminderToWarning())));
    }

    private static Step warned(Arrears due, LadderSchedule schedule, Instant now) {
        return Step.to(new Warned(now), new StandingNews.Warning(due, now.plus(schedule.fromWarningToReadOnly())));
    }

    private static Step readOnly(Arrears due, LadderSchedule schedule, Instant now) {
        return Step.to(new ReadOnly(now), new StandingNews.ReadOnly(due, now.plus(schedule.fromReadOnlyToStopped())));
    }
}
