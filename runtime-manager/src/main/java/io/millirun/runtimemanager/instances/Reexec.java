package io.millirun.runtimemanager.instances;

import io.millirun.runtimemanager.functions.FunctionVersion;

/**
 * Decides whether the language inside a stem has to start afresh because it sized its heap for other limits. Variables
 * that a language reads only at its start are compared by the stem itself. Pure.
 */
final class Reexec {

    private Reexec() {}

    static boolean needed(InstanceSpec stem, FunctionVersion version) {
        return !stem.memory().equals(version.memory());
    }
}
