package io.millirun.portal.spend;

import io.millirun.billing.budget.MonthOutlook;
import io.millirun.billing.budget.MonthOutlooks;
import io.millirun.billing.rating.Money;
import io.millirun.billing.spend.Scope;
import io.millirun.billing.spend.SpendCaps;
import io.millirun.billing.spend.SpendStanding;
import io.millirun.kernel.FunctionId;
import io.millirun.kernel.TenantId;
import io.millirun.portal.audit.Actor;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.portal.statement.FunctionNames;
import io.millirun.runtimemanager.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** The running month's cost and the spend caps for programs. */
@RestController
@Needs(Permission.READ_BILLING)
@RequestMapping("/api/v1/spend")
@Tag(name = "Spend")
class SpendApi {

    private final SpendCaps caps;
    private final CapChanges changes;
    private final MonthOutlooks outlooks;
    private final FunctionNames names;

    SpendApi(SpendCaps caps, CapChanges changes, MonthOutlooks outlooks, FunctionNames names) {
        this.caps = caps;
        this.changes = changes;
        this.outlooks = outlooks;
        this.names = names;
    }

    /**
     * A cap. Amounts are decimals in the currency's major unit.
     *
     * @param function the function's name; null for the whole organization
     * @param used what counts against it so far this month
     * @param heldBack what running calls hold of it at most
     * @param reached whether a call was refused under it this month
     * @param holding whether it holds yet
     */
    record Cap(
            @Nullable String function, String amount, String used, String heldBack, boolean reached, boolean holding) {}

    /** The running month, before tax. */
    record Spend(String currency, String spent, String forecast, List<Cap> caps) {}

    /**
     * What a cap is set to.
     *
     * @param amount a decimal in the currency's major unit, as {@code 25.00}
     */
    record NewCap(String amount) {}

    @GetMapping
    @Operation(summary = "What the running month costs so far, its forecast, and the caps")
    Spend spend(@Parameter(hidden = true) Caller caller) {
        MonthOutlook outlook = outlooks.of(caller.tenant());
        FunctionNames.Known known = names.of(caller.tenant());
        return new Spend(
                outlook.spent().currency().getCurrencyCode(),
                text(outlook.spent()),
                text(outlook.forecast()),
                caps.of(caller.tenant()).stream()
                        .map(cap -> cap(caps.standing(cap), known))
                        .toList());
    }

    private static Cap cap(SpendStanding standing, FunctionNames.Known known) {
        return new Cap(
                standing.cap().scope().function().map(known::label).orElse(null),
                text(standing.cap().amount()),
                standing.used().toPlainString(),
                standing.heldBack().toPlainString(),
                standing.full(),
                standing.cap().armed());
    }

    @PutMapping("/cap")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Needs(Permission.MANAGE_BILLING)
    @Operation(summary = "Sets or changes the organization's cap; takes effect within a second")
    void set(@Parameter(hidden = true) Caller caller, @RequestBody NewCap cap, HttpServletRequest request) {
        set(Scope.of(caller.tenant()), cap, caller, request);
    }

    @DeleteMapping("/cap")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Needs(Permission.MANAGE_BILLING)
    @Operation(summary = "Removes the organization's cap")
    void remove(@Parameter(hidden = true) Caller caller, HttpServletRequest request) {
        remove(Scope.of(caller.tenant()), caller, request);
    }

    @PutMapping("/functions/{name}/cap")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Needs(Permission.MANAGE_BILLING)
    @Operation(summary = "Sets or changes a function's cap")
    void set(
            @Parameter(hidden = true) Caller caller,
            @PathVariable String name,
            @RequestBody NewCap cap,
            HttpServletRequest request) {
        set(Scope.of(caller.tenant(), function(caller.tenant(), name)), cap, caller, request);
    }

    @DeleteMapping("/functions/{name}/cap")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Needs(Permission.MANAGE_BILLING)
    @Operation(summary = "Removes a function's cap")
    void remove(@Parameter(hidden = true) Caller caller, @PathVariable String name, HttpServletRequest request) {
        remove(Scope.of(caller.tenant(), function(caller.tenant(), name)), caller, request);
    }

    private void set(Scope scope, NewCap cap, Caller caller, HttpServletRequest request) {
        @Nullable String typed = cap.amount();
        Money amount = AmountText.parse(typed == null ? "" : typed, changes.currency(scope.tenant()))
                .orElseThrow(() -> new ResponseStatusException(
                        HttpStatus.BAD_REQUEST,
                        "amount: a decimal of zero or more in the currency of your prices, as 25.00"));
        changes.set(scope, amount, Actor.of(caller, request.getRemoteAddr()));
    }

    private void remove(Scope scope, Caller caller, HttpServletRequest request) {
        if (!changes.remove(scope, Actor.of(caller, request.getRemoteAddr()))) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
    }

    private FunctionId function(TenantId tenant, String name) {
        return changes.functionNamed(tenant, name).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    private static String text(Money money) {
        return money.amount().toPlainString();
    }
}
