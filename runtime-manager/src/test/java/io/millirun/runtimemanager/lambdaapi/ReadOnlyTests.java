package io.millirun.runtimemanager.lambdaapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.kernel.TenantId;
import io.millirun.metering.Trigger;
import io.millirun.runtimemanager.ActLog;
import io.millirun.runtimemanager.Caller;
import io.millirun.runtimemanager.Grants;
import io.millirun.runtimemanager.Scope;
import io.millirun.runtimemanager.lambdaapi.LambdaApi.Incoming;
import io.millirun.runtimemanager.lambdaapi.LambdaApi.Outgoing;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReadOnlyTests {

    private static final TenantId UNPAID = TenantId.next();

    private final LambdaApi api = LambdaApis.of(
            routes(),
            tenant -> tenant.equals(UNPAID) ? Optional.of("An invoice is not paid.") : Optional.empty(),
            ActLog.NONE);

    @Test
    void anOrganizationThatDidNotPayReadsAndDoesNotChange() {
        assertThat(serve("PUT", UNPAID))
                .isEqualTo(new Outgoing.Failed(403, "AccessDeniedException", "An invoice is not paid."));
        assertThat(serve("GET", UNPAID)).isEqualTo(new Outgoing.Done(200, null));
        assertThat(serve("PUT", TenantId.next())).isEqualTo(new Outgoing.Done(200, null));
    }

    private Outgoing serve(String method, TenantId tenant) {
        return api.serve(
                new Incoming(
                        method,
                        "/2015-03-31/things",
                        MultiMap.caseInsensitiveMultiMap(),
                        Buffer.buffer(),
                        "http://g",
                        null,
                        null),
                new Caller(tenant, "key", Trigger.INVOKE, Grants.ALL));
    }

    private static Routes routes() {
        Routes routes = new Routes();
        routes.add("GetThings", "GET", "/2015-03-31/things", Scope.READ, _ -> new ApiReply(200, null));
        routes.add("PutThings", "PUT", "/2015-03-31/things", Scope.DEPLOY, _ -> new ApiReply(200, null));
        return routes;
    }
}
