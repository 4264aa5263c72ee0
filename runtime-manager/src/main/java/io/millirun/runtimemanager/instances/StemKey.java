package io.millirun.runtimemanager.instances;

import io.millirun.kernel.MemorySize;

/** What a stem can become without starting its language afresh: functions of this runtime and memory size. */
record StemKey(String runtime, MemorySize memory) {

    static StemKey of(InstanceSpec spec) {
        return new StemKey(spec.runtime(), spec.memory());
    }
}
