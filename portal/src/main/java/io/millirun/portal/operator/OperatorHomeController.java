package io.millirun.portal.operator;

import io.millirun.portal.mail.MailServer;
import io.millirun.portal.mail.Mails;
import io.millirun.portal.organization.OrganizationDirectory;
import io.millirun.portal.organization.OrganizationDirectory.State;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The first page of the operators' console: what waits for them. */
@Controller
@Needs(Permission.OPERATE)
class OperatorHomeController {

    private static final int MOST_WAITING = 20;
    private static final int NEWEST = 8;

    private final OrganizationDirectory directory;
    private final Mails mails;
    private final MailServer server;

    OperatorHomeController(OrganizationDirectory directory, Mails mails, MailServer server) {
        this.directory = directory;
        this.mails = mails;
        this.server = server;
    }

    @GetMapping("/operator")
    String home(Model model) {
        model.addAttribute("counts", directory.counts());
        model.addAttribute("waiting", directory.search("", State.PENDING, MOST_WAITING));
        model.addAttribute("newest", directory.search("", State.ACTIVE, NEWEST));
        model.addAttribute("failedMails", mails.failed());
        model.addAttribute("mailConfigured", server.isConfigured());
        return "operator-home";
    }
}
