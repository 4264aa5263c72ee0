package io.millirun.portal.events;

import io.millirun.portal.organization.Member;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.runtimemanager.schedules.Schedules;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** All schedules of an organization. */
@Controller
@Needs(Permission.READ_FUNCTIONS)
class ScheduleListController {

    private final Schedules schedules;

    ScheduleListController(Schedules schedules) {
        this.schedules = schedules;
    }

    @GetMapping("/schedules")
    String list(Member member, Model model) {
        model.addAttribute("schedules", schedules.list(member.organization(), null));
        return "schedules";
    }
}
