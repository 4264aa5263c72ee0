package io.millirun.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millirun.kernel.ProcessRole;
import org.junit.jupiter.api.Test;

class RolesTests {

    @Test
    void aProcessWithoutNamedRolesHasAll() {
        assertThat(Roles.parse(" ").roles()).containsExactly(ProcessRole.values());
    }

    @Test
    void rolesAreNamedInAnyOrder() {
        assertThat(Roles.parse("billing, runtime-manager").roles())
                .containsExactly(ProcessRole.RUNTIME_MANAGER, ProcessRole.BILLING);
    }

    @Test
    void aMisspelledRoleIsSaidWithTheRightOnes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Roles.parse("portal,runner"))
                .withMessageContaining("\"runner\" is not a role")
                .withMessageContaining("portal, runtime-manager, metering, billing");
    }
}
