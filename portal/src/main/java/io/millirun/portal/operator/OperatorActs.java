package io.millirun.portal.operator;

import io.millirun.kernel.CurrentTenant;
import io.millirun.portal.account.Person;
import io.millirun.portal.audit.Actor;
import io.millirun.portal.audit.AuditLog;
import io.millirun.portal.audit.OperatorLog;
import io.millirun.portal.organization.OrganizationDirectory;
import io.millirun.portal.organization.OrganizationDirectory.Belonging;
import io.millirun.portal.organization.OrganizationDirectory.Organization;
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

    OperatorActs(OrganizationDirectory directory, AuditLog audit, OperatorLog log) {
        this.directory = directory;
        this.audit = audit;
        this.log = log;
    }

    /** The organization of an address; an unknown one is not found. */
    Organization require(UUID id) {
        return directory.byId(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    /** The addresses of its owners. */
    List<String> owners(Organization organization) {
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
