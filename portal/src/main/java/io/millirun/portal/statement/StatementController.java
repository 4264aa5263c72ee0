package io.millirun.portal.statement;

import io.millirun.billing.statement.Statements;
import io.millirun.portal.organization.Member;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import java.time.Clock;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The statement of a month, as a page and for programs. */
@Controller
@Needs(Permission.READ_USAGE)
class StatementController {

    private final Statements statements;
    private final FunctionNames names;
    private final Clock clock;

    StatementController(Statements statements, FunctionNames names, Clock clock) {
        this.statements = statements;
        this.names = names;
        this.clock = clock;
    }

    @GetMapping("/statement")
    String page(Member member, @RequestParam(required = false) @Nullable YearMonth month, Model model) {
        MonthChoice months = MonthChoice.of(month, clock);
        model.addAttribute("months", months);
        model.addAttribute(
                "statement",
                StatementPage.of(
                        statements.of(member.organization(), months.shown()), names.of(member.organization())));
        return "statement";
    }

    @GetMapping("/statement.json")
    ResponseEntity<StatementDocument> document(
            Member member, @RequestParam(required = false) @Nullable YearMonth month) {
        YearMonth shown = MonthChoice.of(month, clock).shown();
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename("statement-" + shown + ".json")
                                .build()
                                .toString())
                .body(StatementDocument.of(statements.of(member.organization(), shown)));
    }
}
