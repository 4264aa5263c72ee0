package io.millirun.portal.page;

import io.millirun.portal.account.Person;
import io.millirun.portal.organization.Member;
import io.millirun.portal.security.MemberFilter;
import io.millirun.portal.security.ResponsePolicy;
import io.millirun.portal.standing.KnownStandings;
import io.millirun.portal.standing.OrganizationStanding;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/**
 * What every page finds in its model: who is logged in, for which organization, what they may open, and the nonce for
 * styles that scripts make.
 */
@ControllerAdvice(annotations = Controller.class)
class PageModel {

    private final Navigation navigation;
    private final KnownStandings standings;

    PageModel(Navigation navigation, KnownStandings standings) {
        this.navigation = navigation;
        this.standings = standings;
    }

    @ModelAttribute("member")
    @Nullable
    Member member(HttpServletRequest request) {
        return request.getAttribute(Member.class.getName()) instanceof Member member ? member : null;
    }

    @ModelAttribute("person")
    @Nullable
    Person person(HttpServletRequest request) {
        return request.getAttribute(Person.class.getName()) instanceof Person person ? person : null;
    }

    @ModelAttribute("memberships")
    List<?> memberships(HttpServletRequest request) {
        return request.getAttribute(MemberFilter.MEMBERSHIPS) instanceof List<?> all ? all : List.of();
    }

    @ModelAttribute("navigation")
    List<Navigation.Section> navigation(HttpServletRequest request) {
        Member member = member(request);
        return member == null ? List.of() : navigation.of(member);
    }

    @ModelAttribute("operatorNavigation")
    List<Navigation.Section> operatorNavigation(HttpServletRequest request) {
        Person person = person(request);
        return person == null || !person.operator() ? List.of() : navigation.ofOperators();
    }

    @ModelAttribute("suspension")
    OrganizationStanding.@Nullable Suspension suspension(HttpServletRequest request) {
        Member member = member(request);
        return member == null
                ? null
                : standings.suspension(member.organization()).orElse(null);
    }

    @ModelAttribute("cspNonce")
    String cspNonce(HttpServletRequest request) {
        return ResponsePolicy.nonce(request);
    }
}
