package io.millirun.metering.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.InvocationId;
import io.millirun.kernel.MemorySize;
import io.millirun.kernel.TenantId;
import io.millirun.metering.Outcome;
import io.millirun.metering.Trigger;
import io.millirun.metering.UsageRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class UsageCodecTests {

    private final ByteBuffer buffer = ByteBuffer.allocate(UsageCodec.MOST_BYTES);

    @Property(tries = 300)
    void whatIsReadIsWhatWasWritten(
            @ForAll @LongRange(min = 0, max = 4_102_444_800_000L) long startedAt,
            @ForAll Trigger trigger,
            @ForAll Outcome outcome,
            @ForAll boolean cold,
            @ForAll @LongRange(min = 0) long measure,
            @ForAll @LongRange(min = -1) long optionalMeasure,
            @ForAll @IntRange(min = 128, max = 10_240) int megabytes,
            @ForAll @StringLength(max = 60) String text) {
        UsageRecord usage =
                record(startedAt, text, trigger, cold, measure, outcome, new MemorySize(megabytes), optionalMeasure);
        buffer.clear();

        UsageCodec.encode(usage, buffer);

        // An unpaired surrogate has no UTF-8 form and comes back as a question mark.
        UsageRecord read = UsageCodec.decode(buffer.flip());
        assertThat(read)
                .isEqualTo(record(
                        read.id(),
                        usage.tenant(),
                        usage.function(),
                        new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8),
                        trigger,
                        cold,
                        measure,
                        outcome,
                        usage.memory(),
                        optionalMeasure));
        assertThat(read.id()).isEqualTo(usage.id());
        assertThat(buffer.hasRemaining()).isFalse();
    }

    @Test
    void refusesATextThatDoesNotFit() {
        UsageRecord usage = record(0, "x".repeat(256), Trigger.URL, false, 1, Outcome.OK, new MemorySize(128), 1);

        assertThatIllegalArgumentException().isThrownBy(() -> UsageCodec.encode(usage, buffer));
    }

    @Test
    void refusesALayoutThatALaterVersionWrote() {
        buffer.put((byte) 99).flip();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> UsageCodec.decode(buffer))
                .withMessageContaining("99");
    }

    private static UsageRecord record(
            long startedAt,
            String text,
            Trigger trigger,
            boolean cold,
            long measure,
            Outcome outcome,
            MemorySize memory,
            long optionalMeasure) {
        return record(
                InvocationId.at(Instant.ofEpochMilli(startedAt)),
                new TenantId(new UUID(startedAt, measure)),
                new FunctionId(new UUID(measure, startedAt)),
                text,
                trigger,
                cold,
                measure,
                outcome,
                memory,
                optionalMeasure);
    }

    private static UsageRecord record(
            InvocationId id,
            TenantId tenant,
            FunctionId function,
            String text,
            Trigger trigger,
            boolean cold,
            long measure,
            Outcome outcome,
            MemorySize memory,
            long optionalMeasure) {
        return new UsageRecord(
                id,
                tenant,
                function,
                text,
                trigger,
                cold,
                measure,
                measure,
                outcome.billed() ? measure : 0,
                memory,
                optionalMeasure,
                optionalMeasure,
                measure,
                measure,
                outcome,
                text);
    }
}
