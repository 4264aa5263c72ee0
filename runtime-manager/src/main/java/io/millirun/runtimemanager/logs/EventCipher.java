package io.millirun.runtimemanager.logs;

import io.millirun.kernel.InvocationId;
import io.millirun.kernel.TenantId;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals events with AES-256-GCM. The tenant and the invocation are authenticated too, so an event that was moved to another
 * row does not open.
 */
final class EventCipher {

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    EventCipher(EventKey key) {
        this.key = new SecretKeySpec(key.bytes(), "AES");
    }

    byte[] seal(TenantId tenant, InvocationId id, byte[] event) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = apply(Cipher.ENCRYPT_MODE, nonce, tenant, id, event);
        return ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                .put(nonce)
                .put(sealed)
                .array();
    }

    byte[] open(TenantId tenant, InvocationId id, byte[] sealed) {
        ByteBuffer parts = ByteBuffer.wrap(sealed);
        byte[] nonce = new byte[NONCE_BYTES];
        parts.get(nonce);
        byte[] rest = new byte[parts.remaining()];
        parts.get(rest);
        return apply(Cipher.DECRYPT_MODE, nonce, tenant, id, rest);
    }

    private byte[] apply(int mode, byte[] nonce, TenantId tenant, InvocationId id, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            ByteBuffer bound = ByteBuffer.allocate(32);
            for (UUID part : new UUID[] {tenant.value(), id.value()}) {
                bound.putLong(part.getMostSignificantBits()).putLong(part.getLeastSignificantBits());
            }
            cipher.updateAAD(bound.flip());
            return cipher.doFinal(input);
        } catch (GeneralSecurityException wrongKey) {
            throw new IllegalStateException(
                    "The event of " + id + " does not open: was the encryption key changed?", wrongKey);
        }
    }
}
