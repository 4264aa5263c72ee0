package io.millirun.metering;

/**
 * How often a test that kills a process does so: a few times in every run of the suite, and as often as wanted with {@code
 * -Dmillirun.kills=100}.
 */
public final class Kills {

    private Kills() {}

    /** {@code usually}, unless the system property {@code millirun.kills} says otherwise. */
    public static int times(int usually) {
        return Integer.getInteger("millirun.kills", usually);
    }
}
