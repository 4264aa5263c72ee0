package io.millirun.runtimemanager.gateway;

import io.millirun.kernel.MemorySize;
import io.millirun.metering.Trigger;
import io.millirun.runtimemanager.Caller;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.vertx.core.http.HttpServerRequest;

/** {@code X-Millirun-Memory-Size}: the portal's tests may try a version at another memory size; nobody else may. */
final class TriedSize {

    static final String HEADER = "X-Millirun-Memory-Size";

    private TriedSize() {}

    /** The version to run: {@code version} itself unless this is a test that asks for another size, in megabytes. */
    static FunctionVersion of(HttpServerRequest request, Caller caller, FunctionVersion version) {
        String asked = request.getHeader(HEADER);
        if (asked == null || caller.trigger() != Trigger.TEST || !asked.matches("[0-9]{1,5}")) {
            return version;
        }
        int megabytes = Integer.parseInt(asked);
        return megabytes < MemorySize.LEAST || megabytes > MemorySize.MOST
                ? version
                : version.sized(new MemorySize(megabytes));
    }
}
