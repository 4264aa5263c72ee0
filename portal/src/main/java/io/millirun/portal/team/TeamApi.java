package io.millirun.portal.team;

import io.millirun.portal.accesskey.AccessKeys;
import io.millirun.portal.account.UserId;
import io.millirun.portal.audit.Actor;
import io.millirun.portal.audit.AuditEntries;
import io.millirun.portal.organization.Role;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.runtimemanager.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Members, invitations and the audit log for programs. */
@RestController
@Needs(Permission.READ_MEMBERS)
@RequestMapping("/api/v1")
@Tag(name = "Organization")
class TeamApi {

    private static final int PAGE = 100;

    private final Team team;
    private final Invitations invitations;
    private final AuditEntries entries;
    private final AccessKeys keys;

    TeamApi(Team team, Invitations invitations, AuditEntries entries, AccessKeys keys) {
        this.team = team;
        this.invitations = invitations;
        this.entries = entries;
        this.keys = keys;
    }

    /** Where the invited go; told this once. */
    record Sent(String email, Role role, String link) {}

    @GetMapping("/members")
    @Operation(summary = "The organization's members and their roles")
    List<Team.Teammate> members(@Parameter(hidden = true) Caller caller) {
        return team.list(caller.tenant());
    }

    /** The role that a member shall have. */
    record NewRole(@NotNull Role role) {}

    @PutMapping("/members/{user}/role")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Needs(Permission.MANAGE_MEMBERS)
    @Operation(summary = "Gives a member who is not an owner another role, any but owner")
    void changeRole(
            @Parameter(hidden = true) Caller caller,
            @PathVariable UUID user,
            @Valid @RequestBody NewRole wanted,
            HttpServletRequest request) {
        switch (team.changeRole(
                caller.tenant(),
                Role.ADMIN,
                Actor.of(caller, request.getRemoteAddr()),
                new UserId(user),
                wanted.role())) {
            case DONE -> {}
            case UNKNOWN -> throw new ResponseStatusException(HttpStatus.NOT_FOUND);
            case NOT_YOURS ->
                throw new ResponseStatusException(
                        HttpStatus.FORBIDDEN, "A key can neither make an owner nor change one.");
            case LAST_OWNER ->
                throw new ResponseStatusException(HttpStatus.CONFLICT, "The organization would be without an owner.");
        }
    }

    @DeleteMapping("/members/{user}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Needs(Permission.MANAGE_MEMBERS)
    @Operation(summary = "Removes a member who is not an owner")
    void remove(@Parameter(hidden = true) Caller caller, @PathVariable UUID user, HttpServletRequest request) {
        Team.Outcome outcome =
                team.remove(caller.tenant(), Role.ADMIN, Actor.of(caller, request.getRemoteAddr()), new UserId(user));
        if (outcome != Team.Outcome.DONE) {
            throw new ResponseStatusException(
                    outcome == Team.Outcome.UNKNOWN ? HttpStatus.NOT_FOUND : HttpStatus.CONFLICT);
        }
    }

    @GetMapping("/invitations")
    @Operation(summary = "Invitations that were not accepted yet")
    List<Invitations.Invitation> invitations(@Parameter(hidden = true) Caller caller) {
        return invitations.open(caller.tenant());
    }

    @PostMapping("/invitations")
    @ResponseStatus(HttpStatus.CREATED)
    @Needs(Permission.MANAGE_MEMBERS)
    @Operation(summary = "Invites an address, with any role but owner")
    Sent invite(
            @Parameter(hidden = true) Caller caller,
            @Valid @RequestBody InvitationForm form,
            HttpServletRequest request) {
        UserId by = keys.creator(caller.tenant(), caller.name())
                .filter(_ -> Role.ADMIN.gives(form.role()))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.FORBIDDEN));
        String link = invitations.invite(
                caller.tenant(),
                "an organization",
                by,
                Actor.of(caller, request.getRemoteAddr()),
                form.email(),
                form.role());
        return new Sent(form.email(), form.role(), link);
    }

    @DeleteMapping("/invitations/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Needs(Permission.MANAGE_MEMBERS)
    @Operation(summary = "Takes an invitation back")
    void revoke(@Parameter(hidden = true) Caller caller, @PathVariable UUID id, HttpServletRequest request) {
        if (!invitations.revoke(caller.tenant(), Actor.of(caller, request.getRemoteAddr()), id)) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
    }

    @GetMapping("/audit")
    @Needs(Permission.READ_AUDIT)
    @Operation(summary = "The audit log, the newest entries first, a hundred at a time")
    List<AuditEntries.Entry> audit(
            @Parameter(hidden = true) Caller caller,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String action,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant until,
            @RequestParam(required = false) @Nullable UUID before) {
        return entries.find(caller.tenant(), new AuditEntries.Filter(q, action, from, until), before, PAGE);
    }
}
