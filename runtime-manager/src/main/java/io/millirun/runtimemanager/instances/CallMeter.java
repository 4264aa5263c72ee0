package io.millirun.runtimemanager.instances;

import java.util.concurrent.TimeUnit;

/**
 * The clock and counters of one instance: when its init began and ended, when its call was delivered, what the kernel
 * counted then. Written where a command is carried out, read where the call ends; a call passes between them through the
 * instance, so the two never overlap.
 */
final class CallMeter {

    private long initStartedNanos;
    private long initEndedNanos;
    private boolean initCharged = true;
    private long deliveredNanos;
    private long cpuAtStart;
    private volatile int heldMb;

    /** The assignment is about to be sent. */
    void initStarts(long nowNanos, Sandbox sandbox) {
        initStartedNanos = nowNanos;
        cpuAtStart = sandbox.cpuMicros();
        initCharged = false;
        sandbox.resetPeak();
    }

    /** The runtime asked for its first call. */
    void initEnds(long nowNanos) {
        if (initEndedNanos == 0) {
            initEndedNanos = nowNanos;
        }
    }

    /** A call is about to be delivered. */
    void callStarts(long nowNanos, Call call, Sandbox sandbox) {
        deliveredNanos = nowNanos;
        if (!waitedForInit(call)) {
            initCharged = true;
            cpuAtStart = sandbox.cpuMicros();
            sandbox.resetPeak();
        }
    }

    /** What was measured of {@code call}, which ended at {@code nowNanos}; the meter is ready for the next one then. */
    Run callEnds(long nowNanos, Call call, Sandbox sandbox, InstanceLog log) {
        boolean cold = waitedForInit(call);
        long init = cold ? micros((initEndedNanos == 0 ? nowNanos : initEndedNanos) - initStartedNanos) : 0;
        boolean delivered = deliveredNanos != 0 && deliveredNanos >= call.arrivedNanos();
        long duration = delivered ? micros(nowNanos - deliveredNanos) : 0;
        long queued = micros((delivered ? deliveredNanos : nowNanos) - call.arrivedNanos());
        long cpu = sandbox.cpuMicros();
        initCharged = true;
        InstanceLog.Whole printed = log.end(call);
        return new Run(
                cold,
                Math.max(0, queued),
                init,
                duration,
                sandbox.peakMemoryBytes(),
                cpu < 0 || cpuAtStart < 0 ? -1 : Math.max(0, cpu - cpuAtStart),
                printed.output(),
                printed.passedOn(),
                printed.cut());
    }

    /** Notes what the instance holds as it is frozen. */
    void freezes(Sandbox sandbox) {
        heldMb = (int) Math.ceilDiv(Math.max(0, sandbox.heldMemoryBytes()), 1L << 20);
    }

    /** Megabytes it held when it was last frozen; 0 if unknown. */
    int heldMb() {
        return heldMb;
    }

    /** What its init took, microseconds. */
    long initMicros() {
        return initEndedNanos == 0 ? 0 : micros(initEndedNanos - initStartedNanos);
    }

    private boolean waitedForInit(Call call) {
        return !initCharged && (initEndedNanos == 0 || call.arrivedNanos() < initEndedNanos);
    }

    private static long micros(long nanos) {
        return TimeUnit.NANOSECONDS.toMicros(nanos);
    }
}
