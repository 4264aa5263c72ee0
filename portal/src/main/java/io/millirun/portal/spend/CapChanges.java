package io.millirun.portal.spend;

import io.millirun.billing.prices.ListPrices;
import io.millirun.billing.rating.Money;
import io.millirun.billing.spend.Scope;
import io.millirun.billing.spend.SpendCap;
import io.millirun.billing.spend.SpendCaps;
import io.millirun.kernel.FunctionId;
import io.millirun.kernel.TenantId;
import io.millirun.portal.audit.Actor;
import io.millirun.portal.audit.AuditLog;
import io.millirun.portal.statement.FunctionNames;
import java.time.Clock;
import java.util.Currency;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Sets and removes caps on somebody's behalf; the audit log says whose. The tenant is bound. */
@Component
class CapChanges {

    private final SpendCaps caps;
    private final ListPrices prices;
    private final FunctionNames names;
    private final AuditLog audit;
    private final Clock clock;

    CapChanges(SpendCaps caps, ListPrices prices, FunctionNames names, AuditLog audit, Clock clock) {
        this.caps = caps;
        this.prices = prices;
        this.names = names;
        this.audit = audit;
        this.clock = clock;
    }

    /** The currency that the organization's caps are in. */
    Currency currency(TenantId tenant) {
        return prices.of(tenant).at(clock.instant()).currency();
    }

    /** The function of that id among the organization's own; empty if there is none. */
    Optional<FunctionId> function(TenantId tenant, String id) {
        return names.of(tenant).names().keySet().stream()
                .filter(function -> function.toString().equals(id))
                .findFirst();
    }

    /** The function of that name; empty if there is none. */
    Optional<FunctionId> functionNamed(TenantId tenant, String name) {
        FunctionNames.Known known = names.of(tenant);
        return known.names().keySet().stream()
                .filter(function -> known.name(function).filter(name::equals).isPresent())
                .findFirst();
    }

    @Transactional
    public void set(Scope scope, Money amount, Actor actor) {
        audit.record(scope.tenant(), actor, "spend-cap.set", subject(scope) + ": " + amount);
        caps.set(scope, amount);
    }

    /** Removes a cap; false if there is none. */
    @Transactional
    public boolean remove(Scope scope, Actor actor) {
        Optional<SpendCap> cap = caps.of(scope.tenant()).stream()
                .filter(one -> one.scope().equals(scope))
                .findFirst();
        cap.ifPresent(_ -> {
            audit.record(scope.tenant(), actor, "spend-cap.remove", subject(scope));
            caps.remove(scope);
        });
        return cap.isPresent();
    }

    private String subject(Scope scope) {
        return scope.function()
                .map(function -> names.of(scope.tenant()).label(function))
                .orElse("organization");
    }
}
