package io.millirun.kernel;

/** What one process of the platform does; every process holds all modules, its roles choose listeners and jobs. */
public enum ProcessRole {
    PORTAL("portal"),
    RUNTIME_MANAGER("runtime-manager"),
    METERING("metering"),
    BILLING("billing");

    private final String text;

    ProcessRole(String text) {
        this.text = text;
    }

    /** The name as written in {@code --roles} and {@code MILLIRUN_ROLES}. */
    public String text() {
        return text;
    }
}
