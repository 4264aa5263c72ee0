package io.millirun.runtimemanager.instances;

import io.millirun.kernel.MemorySize;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a container is started with: plain data, which the driver completes with the hardening that every instance has.
 *
 * @param command what the image's entry point runs; empty for the image's own
 * @param brought what makes an instance of an image that a user brought; null for an image of a runtime
 */
public record InstanceSpec(
        InstanceId id,
        String runtime,
        String image,
        MemorySize memory,
        List<String> command,
        Map<String, String> environment,
        Purpose purpose,
        @Nullable BroughtImage brought) {

    /** What it is started for. */
    public enum Purpose {
        /** A call waits for it: it gets all the CPU it can use. */
        CALL,
        /** Nobody waits for it: it gets the CPU that others leave, until it is assigned. */
        RESERVE
    }
}
