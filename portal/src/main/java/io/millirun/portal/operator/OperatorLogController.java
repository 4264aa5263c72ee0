package io.millirun.portal.operator;

import io.millirun.portal.audit.OperatorLog;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What operators did, in their console. */
@Controller
@Needs(Permission.OPERATE)
class OperatorLogController {

    private static final int PAGE = 50;

    private final OperatorLog log;

    OperatorLogController(OperatorLog log) {
        this.log = log;
    }

    @GetMapping("/operator/log")
    String show(@RequestParam(required = false) @Nullable UUID before, Model model) {
        List<OperatorLog.Entry> entries = log.page(before, PAGE);
        model.addAttribute("entries", entries);
        model.addAttribute("older", entries.size() == PAGE ? entries.getLast().id() : null);
        return "operator-log";
    }
}
