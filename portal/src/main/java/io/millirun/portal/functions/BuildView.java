package io.millirun.portal.functions;

import io.millirun.runtimemanager.builds.Build;
import io.millirun.runtimemanager.builds.Builds;
import io.millirun.runtimemanager.functions.FunctionVersion;
import java.util.Optional;

/**
 * A function's last build as its page shows it.
 *
 * @param open whether it waits or runs
 * @param style class of its mark
 */
record BuildView(Build build, String log, boolean open, String style) {

    /** The last build, unless newer code came without one. */
    static Optional<BuildView> of(Builds builds, FunctionVersion version) {
        return builds.latest(version.tenant(), version.function())
                .filter(build -> build.state() != Build.State.SUPERSEDED)
                .map(build -> new BuildView(
                        build, builds.log(version.tenant(), build.id()), build.isOpen(), style(build.state())));
    }

    private static String style(Build.State state) {
        return switch (state) {
            case QUEUED, RUNNING -> "is-building";
            case SUCCEEDED -> "is-ok";
            case FAILED, SUPERSEDED -> "is-error";
        };
    }

    /** Key of the sentence about it. */
    public String key() {
        return "build.state." + build.state();
    }
}
