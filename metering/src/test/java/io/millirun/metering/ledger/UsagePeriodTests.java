package io.millirun.metering.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millirun.kernel.InvocationId;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class UsagePeriodTests {

    @Test
    void aMonthEndsWhereTheNextBegins() {
        UsagePeriod february = UsagePeriod.month(YearMonth.of(2028, 2));

        assertThat(february.from()).isEqualTo("2028-02-01T00:00:00Z");
        assertThat(february.to()).isEqualTo("2028-03-01T00:00:00Z");
        assertThat(UsagePeriod.month(YearMonth.of(2027, 12)).to()).isEqualTo("2028-01-01T00:00:00Z");
    }

    @Test
    void refusesTimesThatSumsDoNotDistinguish() {
        Instant hour = Instant.parse("2028-02-29T23:00:00Z");

        assertThatIllegalArgumentException().isThrownBy(() -> new UsagePeriod(hour, hour.plusSeconds(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new UsagePeriod(hour.plusMillis(1), hour));
        assertThatIllegalArgumentException().isThrownBy(() -> new UsagePeriod(hour, hour.minusSeconds(3_600)));
    }

    @Property(tries = 500)
    void theWholeDaysAndTheHoursAroundThemCoverAPeriodOnce(
            @ForAll @LongRange(max = 100) long start, @ForAll @LongRange(max = 100) long length) {
        Instant origin = Instant.parse("2028-02-27T00:00:00Z");
        UsagePeriod period =
                new UsagePeriod(origin.plusSeconds(start * 3_600), origin.plusSeconds((start + length) * 3_600));

        WholeDays days = WholeDays.of(period);

        long whole = ChronoUnit.HOURS.between(
                days.first().atStartOfDay(ZoneOffset.UTC), days.end().atStartOfDay(ZoneOffset.UTC));
        long head = ChronoUnit.HOURS.between(period.from(), days.headEnd());
        long tail = ChronoUnit.HOURS.between(days.tail(), period.to());
        assertThat(whole).isNotNegative();
        assertThat(head).isBetween(0L, 45L);
        assertThat(tail).isBetween(0L, 23L);
        assertThat(head + whole + tail).isEqualTo(length);
        if (whole > 0) {
            assertThat(days.headEnd())
                    .isEqualTo(days.first().atStartOfDay(ZoneOffset.UTC).toInstant());
            assertThat(days.tail())
                    .isEqualTo(days.end().atStartOfDay(ZoneOffset.UTC).toInstant());
        }
    }

    @Property(tries = 300)
    void everyIdLiesWithinTheBoundsOfItsMillisecond(
            @ForAll @LongRange(min = 0, max = 253_402_300_799_000L) long millis) {
        Instant time = Instant.ofEpochMilli(millis);
        UUID id = InvocationId.at(time).value();

        assertThat(IdRange.isAfter(IdRange.firstAt(time), id)).isFalse();
        assertThat(IdRange.isAfter(IdRange.firstAt(time.plusMillis(1)), id)).isTrue();
        assertThat(IdRange.isAfter(IdRange.after(id), id)).isTrue();
    }
}
