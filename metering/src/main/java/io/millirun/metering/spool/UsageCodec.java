package io.millirun.metering.spool;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.InvocationId;
import io.millirun.kernel.MemorySize;
import io.millirun.kernel.TenantId;
import io.millirun.metering.Outcome;
import io.millirun.metering.Trigger;
import io.millirun.metering.UsageRecord;
import java.nio.ByteBuffer;
import java.util.UUID;

/** The bytes of one usage record in the spool, big-endian; the first byte says which layout follows. */
final class UsageCodec {

    /** No encoded record is longer: the fixed part and two texts of at most 255 bytes. */
    static final int MOST_BYTES = 128 + 2 * 256;

    private static final byte LAYOUT = 1;

    private UsageCodec() {}

    /** @throws IllegalArgumentException if a text is longer than 255 bytes */
    static void encode(UsageRecord usage, ByteBuffer to) {
        to.put(LAYOUT);
        put(usage.id().value(), to);
        put(usage.tenant().value(), to);
        put(usage.function().value(), to);
        put(usage.functionVersion(), to);
        to.put(code(usage.trigger()));
        to.put((byte) (usage.cold() ? 1 : 0));
        to.putLong(usage.initMicros());
        to.putLong(usage.durationMicros());
        to.putLong(usage.billedMs());
        to.putInt(usage.memory().megabytes());
        to.putLong(usage.peakMemoryBytes());
        to.putLong(usage.cpuMicros());
        to.putLong(usage.bytesIn());
        to.putLong(usage.bytesOut());
        to.put(code(usage.outcome()));
        put(usage.node(), to);
    }

    /** @throws IllegalArgumentException if the layout is a later version's, or a value is impossible */
    static UsageRecord decode(ByteBuffer from) {
        byte layout = from.get();
        if (layout != LAYOUT) {
            throw new IllegalArgumentException("unknown layout of a spooled usage record: " + layout);
        }
        return new UsageRecord(
                new InvocationId(uuid(from)),
                new TenantId(uuid(from)),
                new FunctionId(uuid(from)),
                text(from),
                trigger(from.get()),
                from.get() != 0,
                from.getLong(),
                from.getLong(),
                from.getLong(),
                new MemorySize(from.getInt()),
                from.getLong(),
                from.getLong(),
                from.getLong(),
                from.getLong(),
                outcome(from.get()),
                text(from));
    }

    private static void put(UUID uuid, ByteBuffer to) {
        to.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
    }

    private static UUID uuid(ByteBuffer from) {
        return new UUID(from.getLong(), from.getLong());
    }

    private static void put(String text, ByteBuffer to) {
        byte[] bytes = text.getBytes(UTF_8);
        if (bytes.length > 255) {
            throw new IllegalArgumentException("longer than 255 bytes in a usage record: " + text);
        }
        to.put((byte) bytes.length).put(bytes);
    }

    private static String text(ByteBuffer from) {
        byte[] bytes = new byte[from.get() & 0xff];
        from.get(bytes);
        return new String(bytes, UTF_8);
    }

    private static byte code(Trigger trigger) {
        return switch (trigger) {
            case INVOKE -> 1;
            case URL -> 2;
            case EVENT -> 3;
            case SCHEDULE -> 4;
            case TEST -> 5;
        };
    }

    private static Trigger trigger(byte code) {
        return switch (code) {
            case 1 -> Trigger.INVOKE;
            case 2 -> Trigger.URL;
            case 3 -> Trigger.EVENT;
            case 4 -> Trigger.SCHEDULE;
            case 5 -> Trigger.TEST;
            default -> throw new IllegalArgumentException("unknown trigger in a spooled usage record: " + code);
        };
    }

    private static byte code(Outcome outcome) {
        return switch (outcome) {
            case OK -> 1;
            case FUNCTION_ERROR -> 2;
            case TIMEOUT -> 3;
            case OUT_OF_MEMORY -> 4;
            case EXITED -> 5;
            case PLATFORM_FAULT -> 6;
            case UNWITNESSED -> 7;
        };
    }

    private static Outcome outcome(byte code) {
        return switch (code) {
            case 1 -> Outcome.OK;
            case 2 -> Outcome.FUNCTION_ERROR;
            case 3 -> Outcome.TIMEOUT;
            case 4 -> Outcome.OUT_OF_MEMORY;
            case 5 -> Outcome.EXITED;
            case 6 -> Outcome.PLATFORM_FAULT;
            case 7 -> Outcome.UNWITNESSED;
            default -> throw new IllegalArgumentException("unknown outcome in a spooled usage record: " + code);
        };
    }
}
