package io.millirun.portal.operator;

import io.millirun.kernel.CurrentTenant;
import io.millirun.portal.account.Person;
import io.millirun.portal.audit.Actor;
import io.millirun.portal.audit.AuditLog;
import io.millirun.portal.audit.OperatorLog;
import io.millirun.portal.mail.Mail;
import io.millirun.portal.mail.Outbox;
import io.millirun.portal.organization.OrganizationDirectory;
import io.millirun.portal.organization.OrganizationDirectory.Belonging;
import io.millirun.portal.organization.OrganizationDirectory.Organization;
import io.millirun.portal.standing.Standings;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/** Records what operators do to an organization, both in its audit log and in theirs. */
@Component
class OperatorActs {

    private final OrganizationDirectory directory;
    private final AuditLog audit;
    private final OperatorLog log;
    private final Standings standings;
    private final Outbox outbox;

    OperatorActs(OrganizationDirectory directory, AuditLog audit, OperatorLog log, Standings standings, Outbox outbox) {
        this.directory = directory;
        this.audit = audit;
        this.log = log;
        this.standings = standings;
        this.outbox = outbox;
    }

    /** The organization of an address; an unknown one is not found. */
    Organization require(UUID id) {
        return directory.byId(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    /** Lets no call in any more and tells the owners why; does nothing where it is so already. */
    void suspend(Organization organization, Actor operator, String reason) {
        if (standings.suspend(organization.id(), operator.name(), reason)) {
            record(organization, operator, "organization.suspend", reason);
            tell(
                    organization,
                    organization.name() + " is suspended",
                    "The operator of this platform suspended the organization " + organization.name()
                            + ": no call of its functions is let in.\n\nReason: " + reason
                            + "\n\nIts functions, data and keys are kept.\n");
        }
    }

    /** Lets calls in again and tells the owners; does nothing where they are. */
    void resume(Organization organization, Actor operator) {
        if (standings.resume(organization.id())) {
            record(organization, operator, "organization.resume", organization.name());
            tell(
                    organization,
                    organization.name() + " is no longer suspended",
                    "Calls of the functions of " + organization.name() + " are let in again.\n");
        }
    }

    private void tell(Organization organization, String subject, String text) {
        owners(organization).forEach(owner -> outbox.send(new Mail("suspension", owner, subject, text)));
    }

    private List<String> owners(Organization organization) {
        return directory.members(organization.id()).stream()
                .filter(member -> member.role().equals("OWNER"))
                .map(Belonging::email)
                .toList();
    }

    void record(Organization organization, Person person, HttpServletRequest request, String action, String subject) {
        record(organization, Actor.operator(person, request.getRemoteAddr()), action, subject);
    }

    void record(Organization organization, Actor operator, String action, String subject) {
        CurrentTenant.run(organization.id(), () -> audit.record(organization.id(), operator, action, subject));
        log.record(operator, action, organization.slug() + ": " + subject);
    }
}
