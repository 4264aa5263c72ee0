package io.millirun.runtimemanager.invocation;

import io.millirun.metering.Trigger;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.trace.Trace;
import io.vertx.core.buffer.Buffer;

/**
 * A call that has been let in.
 *
 * @param clientContext base64, empty if none
 * @param trace the chain of calls that led here, this one not included
 */
public record Invocation(FunctionVersion version, Trigger trigger, Buffer payload, String clientContext, Trace trace) {}
