package io.millirun.portal.team;

import io.millirun.portal.account.UserId;
import io.millirun.portal.audit.Actor;
import io.millirun.portal.organization.Member;
import io.millirun.portal.organization.Role;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.portal.throttle.Throttle;
import io.millirun.portal.throttle.Throttle.Limit;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The page of an organization's members and invitations. */
@Controller
@Needs(Permission.READ_MEMBERS)
@RequestMapping("/members")
class MembersController {

    private static final String PAGE = "members";
    private static final String BACK = "redirect:/members";
    private static final Limit INVITATIONS = new Limit(50, Duration.ofHours(1));

    private final Team team;
    private final Invitations invitations;
    private final Throttle throttle;

    MembersController(Team team, Invitations invitations, Throttle throttle) {
        this.team = team;
        this.invitations = invitations;
        this.throttle = throttle;
    }

    @GetMapping
    String list(Member member, Model model) {
        return page(member, model, new InvitationForm("", Role.DEVELOPER));
    }

    @Needs(Permission.MANAGE_MEMBERS)
    @PostMapping("/invitations")
    String invite(
            Member member,
            @Valid @ModelAttribute("form") InvitationForm form,
            BindingResult errors,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response) {
        String subject = "invite " + member.organization();
        if (!member.role().gives(form.role())) {
            errors.rejectValue("role", "members.role.not-yours");
        }
        if (team.list(member.organization()).stream()
                .anyMatch(mate -> mate.email().equalsIgnoreCase(form.email()))) {
            errors.rejectValue("email", "members.email.member");
        }
        if (throttle.isExhausted(subject, INVITATIONS)) {
            errors.reject("members.invite.too-many");
        }
        if (errors.hasErrors()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return page(member, model, form);
        }
        throttle.count(subject, INVITATIONS);
        model.addAttribute("invited", form.email());
        model.addAttribute(
                "invitationLink",
                invitations.invite(
                        member.organization(),
                        member.organizationName(),
                        member.user(),
                        Actor.of(member, request.getRemoteAddr()),
                        form.email(),
                        form.role()));
        return page(member, model, new InvitationForm("", Role.DEVELOPER));
    }

    @Needs(Permission.MANAGE_MEMBERS)
    @PostMapping("/invitations/{id}/revoke")
    String revoke(Member member, @PathVariable UUID id, HttpServletRequest request) {
        if (!invitations.revoke(member.organization(), Actor.of(member, request.getRemoteAddr()), id)) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        return BACK;
    }

    @Needs(Permission.MANAGE_MEMBERS)
    @PostMapping("/{user}/role")
    String changeRole(
            Member member,
            @PathVariable UUID user,
            @RequestParam(required = false) Role role,
            HttpServletRequest request,
            RedirectAttributes next) {
        Actor actor = Actor.of(member, request.getRemoteAddr());
        return after(
                role == null
                        ? Team.Outcome.UNKNOWN
                        : team.changeRole(member.organization(), member.role(), actor, new UserId(user), role),
                next);
    }

    @Needs(Permission.MANAGE_MEMBERS)
    @PostMapping("/{user}/remove")
    String remove(Member member, @PathVariable UUID user, HttpServletRequest request, RedirectAttributes next) {
        Actor actor = Actor.of(member, request.getRemoteAddr());
        return after(team.remove(member.organization(), member.role(), actor, new UserId(user)), next);
    }

    @Needs(Permission.OWN_ORGANIZATION)
    @PostMapping("/{user}/owner")
    String transfer(Member member, @PathVariable UUID user, HttpServletRequest request, RedirectAttributes next) {
        Actor actor = Actor.of(member, request.getRemoteAddr());
        return after(team.transfer(member.organization(), member.user(), new UserId(user), actor), next);
    }

    @Needs(Permission.BELONG)
    @PostMapping("/leave")
    String leave(
            Member member,
            @RequestParam(defaultValue = "") String confirmation,
            HttpServletRequest request,
            RedirectAttributes next) {
        if (!confirmation.equals("leave") || member.acting()) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        }
        Actor actor = Actor.of(member, request.getRemoteAddr());
        Team.Outcome outcome = team.remove(member.organization(), member.role(), actor, member.user());
        next.addFlashAttribute("outcome", outcome.name());
        return outcome == Team.Outcome.DONE ? "redirect:/" : BACK;
    }

    private static String after(Team.Outcome outcome, RedirectAttributes next) {
        if (outcome == Team.Outcome.UNKNOWN) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        next.addFlashAttribute(
                "outcome", outcome.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        return BACK;
    }

    private String page(Member member, Model model, InvitationForm form) {
        List<Role> given =
                Arrays.stream(Role.values()).filter(member.role()::gives).toList();
        model.addAttribute("form", form);
        model.addAttribute("team", team.list(member.organization()));
        model.addAttribute("invitations", invitations.open(member.organization()));
        model.addAttribute("given", given);
        return PAGE;
    }
}
