package io.millirun.runtimemanager.events;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.TenantId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes webhooks' secrets and seals them with AES-256-GCM, bound to their tenant and function so that a value moved to
 * another row does not open.
 */
final class WebhookSecrets {

    /** How a secret begins, by the Standard Webhooks specification. */
    static final String PREFIX = "whsec_";

    private static final int SECRET_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    WebhookSecrets(WebhookKey key) {
        this.key = new SecretKeySpec(key.bytes(), "AES");
    }

    /** A new secret: {@code whsec_} and 32 random bytes in base64. */
    String next() {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return PREFIX + Base64.getEncoder().encodeToString(secret);
    }

    byte[] seal(TenantId tenant, FunctionId function, String secret) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = apply(Cipher.ENCRYPT_MODE, nonce, tenant, function, secret.getBytes(StandardCharsets.US_ASCII));
        return ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                .put(nonce)
                .put(sealed)
                .array();
    }

    String open(TenantId tenant, FunctionId function, byte[] sealed) {
        ByteBuffer parts = ByteBuffer.wrap(sealed);
        byte[] nonce = new byte[NONCE_BYTES];
        parts.get(nonce);
        byte[] rest = new byte[parts.remaining()];
        parts.get(rest);
        return new String(apply(Cipher.DECRYPT_MODE, nonce, tenant, function, rest), StandardCharsets.US_ASCII);
    }

    private byte[] apply(int mode, byte[] nonce, TenantId tenant, FunctionId function, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(("webhook " + tenant + " " + function).getBytes(StandardCharsets.US_ASCII));
            return cipher.doFinal(input);
        } catch (GeneralSecurityException wrongKey) {
            throw new IllegalStateException(
                    "The webhook secret of function " + function + " does not open: was the encryption key changed?",
                    wrongKey);
        }
    }
}
