package io.millirun.runtimemanager.docker;

import java.util.Map;

/** The labels by which a Docker object is known to be ours, and whose. */
final class Labels {

    static final String INSTALLATION = "io.millirun.installation";
    static final String REPLICA = "io.millirun.replica";
    static final String BOOT = "io.millirun.boot";
    static final String RUNTIME = "io.millirun.runtime";
    /** Of a build's container, which is no instance. */
    static final String BUILD = "io.millirun.build-of-source";

    /** Of the volume with the program that instances of brought images start with. */
    static final String LAUNCHER = "io.millirun.launcher";

    static final String INSTANCE = "io.millirun.instance";

    /** What the probe of the isolation is called in place of an instance. */
    static final String PROBE = "probe";

    private Labels() {}

    /** The labels of everything that one replica owns, whichever of its processes made it. */
    static Map<String, String> replica(DockerSettings settings) {
        return Map.of(INSTALLATION, settings.installation(), REPLICA, settings.replica());
    }

    /** The labels of an instance. */
    static Map<String, String> instance(DockerSettings settings, String runtime, String shortName) {
        return Map.of(
                INSTALLATION, settings.installation(),
                REPLICA, settings.replica(),
                BOOT, settings.boot(),
                RUNTIME, runtime,
                INSTANCE, shortName);
    }
}
