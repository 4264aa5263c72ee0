package io.millirun.runtimemanager.instances;

import io.millirun.kernel.MemorySize;
import io.millirun.runtimemanager.functions.FunctionVersion;

/** What a stem can become without starting its language afresh: functions of this runtime and memory size. */
record StemKey(String runtime, MemorySize memory) {

    static StemKey of(FunctionVersion version) {
        return new StemKey(version.runtime(), version.memory());
    }

    static StemKey of(InstanceSpec spec) {
        return new StemKey(spec.runtime(), spec.memory());
    }
}
