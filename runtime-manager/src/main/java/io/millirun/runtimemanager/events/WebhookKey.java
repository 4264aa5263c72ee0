package io.millirun.runtimemanager.events;

import java.util.Arrays;

/** The key that webhooks' secrets are encrypted with; lives outside the database and does not print. */
public final class WebhookKey {

    private final byte[] bytes;

    /** @param bytes 32 random bytes, the same in all processes */
    public WebhookKey(byte[] bytes) {
        if (bytes.length != 32) {
            throw new IllegalArgumentException("the webhook key must have 32 bytes, not " + bytes.length);
        }
        this.bytes = bytes.clone();
    }

    byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WebhookKey key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "WebhookKey[…]";
    }
}
