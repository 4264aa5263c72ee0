package io.millirun.portal.audit;

import io.millirun.runtimemanager.ActLog;
import io.millirun.runtimemanager.Caller;
import org.springframework.stereotype.Component;

/** What programs do by the Lambda API, in the audit log of their organization. */
@Component
class ProgramActs implements ActLog {

    private final AuditLog audit;

    ProgramActs(AuditLog audit) {
        this.audit = audit;
    }

    @Override
    public void record(Caller caller, Act act) {
        audit.record(caller.tenant(), Actor.of(caller, act.address()), act.name(), act.subject());
    }
}
