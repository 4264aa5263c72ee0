package io.millirun.portal.page;

import io.millirun.portal.account.Person;
import io.millirun.portal.organization.Member;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Leads everybody to the page they most likely want. */
@Controller
class HomeController {

    @GetMapping("/")
    @Needs(Permission.PUBLIC)
    String home(@Nullable Person person, @Nullable Member member) {
        if (person == null) {
            return "redirect:/login";
        }
        if (member == null) {
            return person.operator() ? "redirect:/operator" : "redirect:/organizations/new";
        }
        return member.may(Permission.READ_FUNCTIONS) ? "redirect:/functions" : "redirect:/usage";
    }
}
