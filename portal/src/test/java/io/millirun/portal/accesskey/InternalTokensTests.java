package io.millirun.portal.accesskey;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.kernel.TenantId;
import io.millirun.portal.account.UserId;
import io.millirun.portal.secret.MasterSecret;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InternalTokensTests {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    @TempDir
    private Path folder;

    private MasterSecret secret;
    private final TenantId tenant = TenantId.next();
    private final UserId user = UserId.next();

    @BeforeEach
    void make() {
        secret = MasterSecret.createdAt(folder.resolve("secret"));
    }

    private InternalTokens at(Duration later) {
        return new InternalTokens(secret, Clock.fixed(NOW.plus(later), ZoneOffset.UTC));
    }

    @Test
    void speaksForTheUserForAMinute() {
        String token = at(Duration.ZERO).issue(tenant, user);

        assertThat(at(Duration.ofSeconds(59)).verify(token)).hasValue(new InternalTokens.Bearer(tenant, user));
        assertThat(at(Duration.ofSeconds(60)).verify(token)).isEmpty();
    }

    @Test
    void aChangedOneIsRefused() {
        String token = at(Duration.ZERO).issue(tenant, user);
        String changed = "mt_" + (token.charAt(3) == 'A' ? 'B' : 'A') + token.substring(4);

        assertThat(at(Duration.ZERO).verify(changed)).isEmpty();
        assertThat(at(Duration.ZERO).verify("mt_")).isEmpty();
        assertThat(at(Duration.ZERO).verify("mt_%%%")).isEmpty();
    }

    @Test
    void oneOfAnotherInstallationIsRefused() {
        InternalTokens other =
                new InternalTokens(MasterSecret.createdAt(folder.resolve("other")), Clock.fixed(NOW, ZoneOffset.UTC));

        assertThat(at(Duration.ZERO).verify(other.issue(tenant, user))).isEmpty();
    }
}
