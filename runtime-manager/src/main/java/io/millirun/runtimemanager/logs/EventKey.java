package io.millirun.runtimemanager.logs;

/** The key that captured events are sealed with; lives outside the database and does not print. */
public final class EventKey {

    private final byte[] bytes;

    /** @param bytes 32 random bytes, the same in all processes */
    public EventKey(byte[] bytes) {
        if (bytes.length != 32) {
            throw new IllegalArgumentException("the key of captured events must have 32 bytes, not " + bytes.length);
        }
        this.bytes = bytes.clone();
    }

    byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public String toString() {
        return "EventKey[…]";
    }
}
