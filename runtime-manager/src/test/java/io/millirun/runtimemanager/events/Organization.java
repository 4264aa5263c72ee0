package io.millirun.runtimemanager.events;

import io.millirun.kernel.CurrentTenant;
import io.millirun.kernel.FunctionId;
import io.millirun.kernel.TenantId;
import io.millirun.metering.Trigger;
import io.millirun.runtimemanager.TestDatabase;
import io.millirun.runtimemanager.functions.FunctionName;
import io.millirun.runtimemanager.trace.Trace;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An organization with one function, as far as the queue needs to know. */
final class Organization {

    private static final JdbcClient APP = JdbcClient.create(TestDatabase.app());

    final TenantId tenant = TenantId.next();
    final FunctionId function = FunctionId.next();
    final FunctionName name = new FunctionName("work");
    final EventLedger ledger = new EventLedger(APP);
    final EventPolicies policies =
            new EventPolicies(APP, new WebhookSecrets(new WebhookKey(new byte[32])), true, Clock.systemUTC());

    Organization() {
        addFunction(function, name);
    }

    void addFunction(FunctionId id, FunctionName called) {
        as(() -> APP.sql("""
                        insert into runtime_manager.function (tenant_id, id, name, created_at, updated_at)
                        values (?, ?, ?, now(), now())
                        """).params(tenant.value(), id.value(), called.value()).update());
    }

    void removeFunction() {
        as(() -> APP.sql("delete from runtime_manager.function where tenant_id = ? and id = ?")
                .params(tenant.value(), function.value())
                .update());
    }

    NewEvent event(String payload, @Nullable String key) {
        return new NewEvent(
                tenant, function, name, "$LATEST", Trigger.EVENT, Buffer.buffer(payload), "", Trace.NONE, key);
    }

    <T> T as(Supplier<T> work) {
        return CurrentTenant.call(tenant, work::get);
    }

    EventView.Whole find(EventId id) {
        return as(() -> ledger.find(tenant, id)).orElseThrow();
    }
}
