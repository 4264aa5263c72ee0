package io.millirun.runtimemanager.functions;

/**
 * Whether a function can be called, and what became of its last update.
 *
 * @param code AWS Lambda's {@code StateReasonCode}; empty while active
 * @param reason a sentence for people; empty while active
 * @param updateCode AWS Lambda's {@code LastUpdateStatusReasonCode}; empty unless it failed
 * @param updateReason a sentence for people; empty unless it failed
 */
public record VersionState(
        Phase phase, String code, String reason, Update update, String updateCode, String updateReason) {

    /** Ready, and the last update took effect. */
    public static final VersionState READY = new VersionState(Phase.ACTIVE, "", "", Update.SUCCESSFUL, "", "");

    /** Whether calls are let in. */
    public enum Phase {
        PENDING,
        ACTIVE,
        INACTIVE,
        FAILED
    }

    /** What became of the last update. */
    public enum Update {
        SUCCESSFUL,
        IN_PROGRESS,
        FAILED
    }

    /** Being made ready for the first time. */
    public static VersionState creating(String reason) {
        return new VersionState(Phase.PENDING, "Creating", reason, Update.IN_PROGRESS, "", "");
    }

    /** The same, while a change is being made ready; calls go on with what was. */
    public VersionState updating() {
        return new VersionState(phase, code, reason, Update.IN_PROGRESS, "", "");
    }

    /** Never became ready, or no longer is. */
    public static VersionState failed(String code, String reason) {
        return new VersionState(Phase.FAILED, code, reason, Update.FAILED, code, reason);
    }

    /** The same as before a change that failed. */
    public VersionState updateFailed(String failedCode, String failedReason) {
        return new VersionState(phase, code, reason, Update.FAILED, failedCode, failedReason);
    }
}
