package io.millirun.runtimemanager.lambdaapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.kernel.Fault;
import io.millirun.kernel.MillirunException;
import io.millirun.kernel.TenantId;
import io.millirun.metering.Trigger;
import io.millirun.runtimemanager.ActLog.Act;
import io.millirun.runtimemanager.Caller;
import io.millirun.runtimemanager.ChangeGuard;
import io.millirun.runtimemanager.Grants;
import io.millirun.runtimemanager.Scope;
import io.millirun.runtimemanager.lambdaapi.LambdaApi.Incoming;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActsTests {

    private static final String FUNCTIONS = "/2015-03-31/functions";

    private final List<Act> acts = new ArrayList<>();
    private final LambdaApi api =
            LambdaApis.of(routes(), ChangeGuard.OPEN, (caller, act) -> acts.add(named(caller, act)));

    private static Act named(Caller caller, Act act) {
        return new Act(act.name() + " by " + caller.name(), act.subject(), act.address());
    }

    @ParameterizedTest
    @CsvSource({
        "CreateFunction, function.create",
        "UpdateFunctionCode, function.deploy",
        "UpdateFunctionConfiguration, function.configure",
        "PublishVersion, version.publish",
        "UpdateAlias, alias.point",
        "PutFunctionConcurrency, function-concurrency.put",
        "DeleteFunctionUrlConfig, function-url-config.delete",
        "TagResource, resource.tag"
    })
    void operationsAreCalledAsOnPages(String operation, String name) {
        assertThat(Acts.name(operation)).isEqualTo(name);
    }

    @Test
    void whatWasDoneIsWrittenDownWithWhoDidItToWhat() {
        serve("POST", FUNCTIONS, "{\"FunctionName\":\"hello\"}", "");
        serve("POST", FUNCTIONS + "/hello/versions", "{}", "");
        serve("POST", FUNCTIONS + "/hello/aliases", "{\"Name\":\"live\"}", "");
        serve("DELETE", FUNCTIONS + "/hello", "", "3");
        serve("DELETE", FUNCTIONS + "/hello", "", "");

        assertThat(acts)
                .containsExactly(
                        new Act("function.create by key", "hello", "192.0.2.1"),
                        new Act("version.publish by key", "hello:7", "192.0.2.1"),
                        new Act("alias.create by key", "hello:live", "192.0.2.1"),
                        new Act("version.delete by key", "hello:3", "192.0.2.1"),
                        new Act("function.delete by key", "hello", "192.0.2.1"));
    }

    @Test
    void whatWasReadTriedOrRefusedIsNot() {
        serve("GET", FUNCTIONS + "/hello", "", "");
        serve("PUT", FUNCTIONS + "/hello/code", "{\"DryRun\":true}", "");
        serve("PUT", FUNCTIONS + "/hello/configuration", "{}", "");

        assertThat(acts).isEmpty();
    }

    private void serve(String method, String path, String body, String qualifier) {
        MultiMap query = MultiMap.caseInsensitiveMultiMap();
        if (!qualifier.isEmpty()) {
            query.set("Qualifier", qualifier);
        }
        api.serve(
                new Incoming(method, path, query, Buffer.buffer(body), "http://g", null, "192.0.2.1"),
                new Caller(TenantId.next(), "key", Trigger.INVOKE, Grants.ALL));
    }

    private static Routes routes() {
        String one = FUNCTIONS + "/{FunctionName}";
        Routes routes = new Routes();
        routes.add("GetFunction", "GET", one, Scope.READ, _ -> ApiReply.nothing());
        routes.add("CreateFunction", "POST", FUNCTIONS, Scope.DEPLOY, _ -> ApiReply.nothing());
        routes.add("DeleteFunction", "DELETE", one, Scope.DEPLOY, _ -> ApiReply.nothing());
        routes.add("UpdateFunctionCode", "PUT", one + "/code", Scope.DEPLOY, _ -> ApiReply.nothing());
        routes.add("CreateAlias", "POST", one + "/aliases", Scope.DEPLOY, _ -> ApiReply.nothing());
        routes.add(
                "PublishVersion",
                "POST",
                one + "/versions",
                Scope.DEPLOY,
                _ -> ApiReply.created(new JsonObject().put("Version", "7")));
        routes.add("UpdateFunctionConfiguration", "PUT", one + "/configuration", Scope.DEPLOY, _ -> {
            throw new MillirunException(Fault.CALLER, "ResourceNotFoundException", "Function not found: hello");
        });
        return routes;
    }
}
