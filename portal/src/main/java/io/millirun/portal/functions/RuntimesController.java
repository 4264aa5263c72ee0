package io.millirun.portal.functions;

import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;

/** Which runtimes can be used, and how far the others are. */
@Controller
@Needs(Permission.READ_FUNCTIONS)
class RuntimesController {

    private final RuntimeBoard board;

    RuntimesController(RuntimeBoard board) {
        this.board = board;
    }

    @GetMapping("/runtimes")
    String show(@RequestHeader(name = "HX-Request", defaultValue = "false") boolean partial, Model model) {
        model.addAttribute("runtimes", board.entries());
        return partial ? "runtimes :: table" : "runtimes";
    }
}
