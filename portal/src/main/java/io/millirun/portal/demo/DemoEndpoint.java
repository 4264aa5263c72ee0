package io.millirun.portal.demo;

import io.millirun.kernel.ProcessRole;
import io.millirun.portal.ConditionalOnRole;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** {@code POST /internal/demo} on the management port, with the token of the data folder. */
@Component
@Endpoint(id = "demo")
@ConditionalOnRole(ProcessRole.PORTAL)
class DemoEndpoint {

    private final DemoToken token;
    private final DemoOrganization organization;

    DemoEndpoint(DemoToken token, DemoOrganization organization) {
        this.token = token;
        this.organization = organization;
    }

    /** Makes the demo organization, or makes it anew. */
    @WriteOperation
    public WebEndpointResponse<Demo> make(String token) {
        return this.token.matches(token)
                ? new WebEndpointResponse<>(organization.reset())
                : new WebEndpointResponse<>(HttpStatus.FORBIDDEN.value());
    }
}
