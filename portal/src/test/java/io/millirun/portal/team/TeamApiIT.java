package io.millirun.portal.team;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.kernel.CurrentTenant;
import io.millirun.portal.Browser;
import io.millirun.portal.PortalIT;
import io.millirun.portal.accesskey.AccessKeys;
import io.millirun.portal.organization.Member;
import io.millirun.runtimemanager.Grants;
import io.millirun.runtimemanager.Scope;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class TeamApiIT extends PortalIT {

    @Autowired
    private AccessKeys keys;

    @Test
    void programsReadMembersKeysAndTheAuditLogOfTheirOwnOrganization() {
        Member member = newMember();
        String token = CurrentTenant.call(
                member.organization(),
                () -> keys.create(member, "admin", new Grants(Set.of(Scope.ADMIN), null), null, "test")
                        .bearerToken());
        Browser program = browser();

        assertThat(program.getWithBearer("/api/v1/members", token).body()).contains(member.email(), "OWNER");
        assertThat(program.getWithBearer("/api/v1/keys", token).body())
                .contains("\"admin\"", "ADMIN")
                .doesNotContain(token.substring(24));
        assertThat(program.getWithBearer("/api/v1/audit", token).body()).contains("access-key.create");
        assertThat(program.getWithBearer("/api/v1/openapi.json", token).body())
                .contains("/api/v1/invitations", "Revokes an access key");
        assertThat(loggedIn(member).get("/docs").body()).contains(member.organizationSlug(), "admin", "boto3");
        assertThat(loggedIn(member).get("/docs/api").body()).contains("/api/v1/keys/{id}");
    }
}
