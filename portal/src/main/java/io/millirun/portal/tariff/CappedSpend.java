package io.millirun.portal.tariff;

import io.millirun.billing.spend.SpendCaps;
import io.millirun.billing.spend.SpendDecision;
import io.millirun.billing.spend.SpendGate;
import io.millirun.billing.spend.SpendHold;
import io.millirun.billing.spend.SpendKeeper;
import io.millirun.kernel.InvocationId;
import io.millirun.kernel.ProcessRole;
import io.millirun.kernel.TenantId;
import io.millirun.metering.UsageRecord;
import io.millirun.portal.ConditionalOnRole;
import io.millirun.portal.database.Changes;
import io.millirun.portal.standing.KnownStandings;
import io.millirun.portal.suspension.StandingWatch;
import io.millirun.runtimemanager.Admission;
import io.millirun.runtimemanager.SpendGuard;
import io.millirun.runtimemanager.functions.FunctionVersion;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Lets calls in under billing's spend caps, unless their organization is suspended or stopped for not paying. */
@Component
@ConditionalOnRole(ProcessRole.RUNTIME_MANAGER)
class CappedSpend implements SpendGuard {

    private static final String HOW_TO_GO_ON =
            " It is raised on the portal's page Spend cap, which takes effect within a second.";

    private static final Admission STOPPED = new Admission.Refused(
            Admission.Reason.ORGANIZATION_STOPPED,
            "The organization is suspended by the operator of this platform. Its owner was told why.");

    private final SpendGate gate;
    private final KnownStandings standings;
    private final StandingWatch payments;

    CappedSpend(SpendGate gate, SpendKeeper keeper, Changes changes, KnownStandings standings, StandingWatch payments) {
        this.gate = gate;
        this.standings = standings;
        this.payments = payments;
        changes.subscribe(SpendCaps.CHANNEL, new Changes.Listener() {
            @Override
            public void changed(String tenant) {
                keeper.capsChanged(Optional.of(TenantId.parse(tenant)));
            }

            @Override
            public void missed() {
                keeper.capsChanged(Optional.empty());
            }
        });
    }

    @Override
    public Admission admit(InvocationId id, FunctionVersion version, long mostHandlerMs, long mostInitMs) {
        if (standings.isSuspended(version.tenant())) {
            return STOPPED;
        }
        Optional<String> unpaid = payments.whyStopped(version.tenant());
        if (unpaid.isPresent()) {
            return new Admission.Refused(Admission.Reason.ORGANIZATION_STOPPED, unpaid.get());
        }
        return admission(gate.admit(
                version.tenant(),
                version.function(),
                id.startedAt(),
                version.memory().megabytes(),
                mostHandlerMs,
                mostInitMs));
    }

    private static Admission admission(SpendDecision decision) {
        return switch (decision) {
            case SpendDecision.Unlimited _ -> Admission.FREE;
            case SpendDecision.Held(var hold) -> new Admission.Admitted(new Held(hold));
            case SpendDecision.CapReached(var scope)
            when scope.function().isPresent() ->
                new Admission.Refused(
                        Admission.Reason.FUNCTION_SPEND_CAP_REACHED,
                        "The function's spend cap for this month is reached, or would be by what this call can cost."
                                + HOW_TO_GO_ON);
            case SpendDecision.CapReached _ ->
                new Admission.Refused(
                        Admission.Reason.SPEND_CAP_REACHED,
                        "The organization's spend cap for this month is reached, or would be by what this call can cost."
                                + HOW_TO_GO_ON);
            case SpendDecision.Unknown _ ->
                new Admission.Refused(
                        Admission.Reason.UNKNOWN,
                        "What is left under the spend cap cannot be found out at the moment.");
            case SpendDecision.Waiting(var later) -> new Admission.Waiting(later.thenApply(CappedSpend::admission));
        };
    }

    private record Held(SpendHold hold) implements Admission.Reservation {

        @Override
        public void settle(UsageRecord record) {
            hold.settle(record);
        }

        @Override
        public void release() {
            hold.release();
        }
    }
}
