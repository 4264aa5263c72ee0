package io.millirun.runtimemanager.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.millirun.kernel.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EnvironmentCipherTests {

    private static final TenantId TENANT = TenantId.next();
    private static final UUID FUNCTION = UUID.randomUUID();
    private static final Map<String, String> ENVIRONMENT = Map.of("DB_PASSWORD", "hunter2", "EMPTY", "");

    private final EnvironmentCipher cipher = new EnvironmentCipher(new EnvironmentKey(new byte[32]));

    @Test
    void whatIsSealedOpensAgainAndShowsNothing() {
        byte[] sealed = cipher.seal(TENANT, FUNCTION, ENVIRONMENT);

        assertThat(cipher.open(TENANT, FUNCTION, sealed)).isEqualTo(ENVIRONMENT);
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("hunter2", "DB_PASSWORD");
        assertThat(cipher.seal(TENANT, FUNCTION, ENVIRONMENT)).isNotEqualTo(sealed);
    }

    @Test
    void anotherRowOrAnotherKeyDoesNotOpenIt() {
        byte[] sealed = cipher.seal(TENANT, FUNCTION, ENVIRONMENT);
        byte[] otherKey = new byte[32];
        otherKey[0] = 1;

        assertThatIllegalStateException().isThrownBy(() -> cipher.open(TenantId.next(), FUNCTION, sealed));
        assertThatIllegalStateException().isThrownBy(() -> cipher.open(TENANT, UUID.randomUUID(), sealed));
        assertThatIllegalStateException()
                .isThrownBy(() -> new EnvironmentCipher(new EnvironmentKey(otherKey)).open(TENANT, FUNCTION, sealed));
    }

    @Test
    void aKeyHasThirtyTwoBytesAndDoesNotPrint() {
        assertThatIllegalArgumentException().isThrownBy(() -> new EnvironmentKey(new byte[31]));
        assertThat(new EnvironmentKey(new byte[32])).hasToString("EnvironmentKey[…]");
    }
}
