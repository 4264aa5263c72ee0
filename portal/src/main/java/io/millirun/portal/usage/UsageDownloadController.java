package io.millirun.portal.usage;

import io.millirun.metering.ledger.UsageExport;
import io.millirun.metering.ledger.UsagePeriod;
import io.millirun.portal.organization.Member;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.portal.statement.FunctionNames;
import io.millirun.portal.statement.MonthChoice;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** A month's usage records as files, streamed. */
@Controller
@Needs(Permission.READ_USAGE)
class UsageDownloadController {

    private final UsageExport export;
    private final FunctionNames functions;
    private final Clock clock;

    UsageDownloadController(UsageExport export, FunctionNames functions, Clock clock) {
        this.export = export;
        this.functions = functions;
        this.clock = clock;
    }

    @GetMapping("/usage.csv")
    void csv(Member member, @RequestParam(required = false) @Nullable YearMonth month, HttpServletResponse response)
            throws IOException {
        YearMonth shown = begin("text/csv", "csv", month, response);
        FunctionNames.Known names = functions.of(member.organization());
        export.csv(
                export.startedIn(member.organization(), UsagePeriod.month(shown)), names::called, response.getWriter());
    }

    @GetMapping("/usage.jsonl")
    void jsonLines(
            Member member, @RequestParam(required = false) @Nullable YearMonth month, HttpServletResponse response)
            throws IOException {
        YearMonth shown = begin("application/jsonl", "jsonl", month, response);
        FunctionNames.Known names = functions.of(member.organization());
        export.jsonLines(
                export.startedIn(member.organization(), UsagePeriod.month(shown)), names::called, response.getWriter());
    }

    private YearMonth begin(String type, String extension, @Nullable YearMonth month, HttpServletResponse response) {
        YearMonth shown = MonthChoice.of(month, clock).shown();
        response.setContentType(type);
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment()
                        .filename("usage-" + shown + "." + extension)
                        .build()
                        .toString());
        return shown;
    }
}
