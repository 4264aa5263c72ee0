package io.millirun.runtimemanager.schedules;

import io.millirun.kernel.FunctionId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A schedule as it is kept.
 *
 * @param nextAt next instant to fire at, null if there is none or it is switched off
 * @param lastAt instant it fired at last, null if it never did
 */
public record Schedule(
        ScheduleId id,
        FunctionId function,
        String functionName,
        ScheduleSettings settings,
        @Nullable Instant nextAt,
        @Nullable Instant lastAt,
        Instant createdAt) {

    /** The next {@code count} instants after {@code now}, as if it were switched on. */
    public List<Instant> next(Instant now, int count) {
        return settings.timing(createdAt).next(now, count);
    }
}
