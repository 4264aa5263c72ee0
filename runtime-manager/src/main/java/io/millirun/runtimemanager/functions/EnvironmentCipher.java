package io.millirun.runtimemanager.functions;

import io.millirun.kernel.TenantId;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Seals environments with AES-256-GCM. The tenant and the function are authenticated too, so a value that was moved to
 * another row does not open.
 */
final class EnvironmentCipher {

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final TypeReference<Map<String, String>> ENVIRONMENT = new TypeReference<>() {};

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    EnvironmentCipher(EnvironmentKey key) {
        this.key = new SecretKeySpec(key.bytes(), "AES");
    }

    byte[] seal(TenantId tenant, UUID function, Map<String, String> environment) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = apply(
                Cipher.ENCRYPT_MODE,
                nonce,
                tenant,
                function,
                JsonMapper.shared().writeValueAsBytes(environment));
        return ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                .put(nonce)
                .put(sealed)
                .array();
    }

    Map<String, String> open(TenantId tenant, UUID function, byte[] sealed) {
        ByteBuffer parts = ByteBuffer.wrap(sealed);
        byte[] nonce = new byte[NONCE_BYTES];
        parts.get(nonce);
        byte[] rest = new byte[parts.remaining()];
        parts.get(rest);
        return JsonMapper.shared().readValue(apply(Cipher.DECRYPT_MODE, nonce, tenant, function, rest), ENVIRONMENT);
    }

    private byte[] apply(int mode, byte[] nonce, TenantId tenant, UUID function, byte[] input) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(ByteBuffer.allocate(32)
                    .putLong(tenant.value().getMostSignificantBits())
                    .putLong(tenant.value().getLeastSignificantBits())
                    .putLong(function.getMostSignificantBits())
                    .putLong(function.getLeastSignificantBits())
                    .flip());
            return cipher.doFinal(input);
        } catch (GeneralSecurityException wrongKey) {
            throw new IllegalStateException(
                    "The environment of function " + function + " does not open: was the encryption key changed?",
                    wrongKey);
        }
    }
}
