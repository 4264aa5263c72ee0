package io.millirun.portal.statement;

import io.millirun.billing.statement.Statements;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.runtimemanager.Caller;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** The statement of a month for programs. */
@RestController
@Needs(Permission.READ_USAGE)
@Tag(name = "Usage")
class StatementApi {

    private final Statements statements;
    private final Clock clock;

    StatementApi(Statements statements, Clock clock) {
        this.statements = statements;
        this.clock = clock;
    }

    @GetMapping("/api/v1/statement")
    @Operation(summary = "What a UTC month costs so far, line by line, each with how its amount was reached")
    StatementDocument statement(
            Caller caller,
            @Parameter(description = "as 2026-11; the running month if it is not given")
                    @RequestParam(required = false)
                    @Nullable
                    String month) {
        return StatementDocument.of(statements.of(
                caller.tenant(), MonthChoice.of(parsed(month), clock).shown()));
    }

    private static @Nullable YearMonth parsed(@Nullable String month) {
        try {
            return month == null ? null : YearMonth.parse(month);
        } catch (DateTimeException wrong) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "month is written as 2026-11.");
        }
    }
}
