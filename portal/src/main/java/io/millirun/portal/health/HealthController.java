package io.millirun.portal.health;

import io.millirun.portal.account.Person;
import io.millirun.portal.audit.Actor;
import io.millirun.portal.audit.OperatorLog;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The health page of the operators' console; its middle is asked for again every few seconds. */
@Controller
@Needs(Permission.OPERATE)
@RequestMapping("/operator/health")
class HealthController {

    private final PlatformHealth health;
    private final OperatorLog log;

    HealthController(PlatformHealth health, OperatorLog log) {
        this.health = health;
        this.log = log;
    }

    @GetMapping
    String show(Model model) {
        model.addAttribute("health", health.look());
        return "operator-health";
    }

    @PostMapping("/jobs/{kind}/retry")
    String retry(
            Person person,
            @PathVariable String kind,
            @RequestParam(defaultValue = "") String id,
            HttpServletRequest request,
            RedirectAttributes next) {
        boolean retried = health.retry(kind, id);
        if (retried) {
            log.record(Actor.operator(person, request.getRemoteAddr()), "job.retry", kind + " " + id);
        }
        next.addFlashAttribute(retried ? "retried" : "notRetried", true);
        return "redirect:/operator/health";
    }
}
