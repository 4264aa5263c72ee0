package io.millirun.portal.audit;

import io.millirun.portal.audit.AuditEntries.Entry;
import io.millirun.portal.audit.AuditEntries.Filter;
import io.millirun.portal.organization.Member;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The page of an organization's audit log, and the log as a file. */
@Controller
@Needs(Permission.READ_AUDIT)
class AuditController {

    private static final int PAGE = 50;
    private static final int BATCH = 1_000;

    private final AuditEntries entries;

    AuditController(AuditEntries entries) {
        this.entries = entries;
    }

    @GetMapping("/audit")
    String page(
            Member member,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String action,
            @RequestParam(defaultValue = "") String from,
            @RequestParam(defaultValue = "") String until,
            @RequestParam(required = false) @Nullable UUID before,
            Model model) {
        List<Entry> found = entries.find(member.organization(), filter(q, action, from, until), before, PAGE + 1);
        model.addAttribute("entries", found.stream().limit(PAGE).toList());
        model.addAttribute("next", found.size() > PAGE ? found.get(PAGE - 1).id() : null);
        model.addAttribute("subjects", entries.subjects(member.organization()));
        model.addAttribute("q", q);
        model.addAttribute("action", action);
        model.addAttribute("from", from);
        model.addAttribute("until", until);
        return "audit";
    }

    @GetMapping("/audit.csv")
    void csv(
            Member member,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String action,
            @RequestParam(defaultValue = "") String from,
            @RequestParam(defaultValue = "") String until,
            HttpServletResponse response)
            throws IOException {
        response.setContentType("text/csv");
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        response.setHeader(
                "Content-Disposition", "attachment; filename=\"audit-" + member.organizationSlug() + ".csv\"");
        Writer out = response.getWriter();
        out.write("time,actor_kind,actor_id,actor,address,action,subject\r\n");
        UUID last = null;
        List<Entry> batch;
        do {
            batch = entries.find(member.organization(), filter(q, action, from, until), last, BATCH);
            for (Entry entry : batch) {
                out.write(line(entry));
                last = entry.id();
            }
        } while (batch.size() == BATCH);
    }

    private static String line(Entry entry) {
        return String.join(
                        ",",
                        CsvField.of(entry.at().toString()),
                        CsvField.of(entry.kind().name()),
                        CsvField.of(entry.actorId()),
                        CsvField.of(entry.actor()),
                        CsvField.of(entry.address() == null ? "" : entry.address()),
                        CsvField.of(entry.action()),
                        CsvField.of(entry.subject()))
                + "\r\n";
    }

    private static Filter filter(String q, String action, String from, String until) {
        Instant end = day(until);
        return new Filter(q, action, day(from), end == null ? null : end.plusSeconds(86_400));
    }

    private static @Nullable Instant day(String text) {
        try {
            return text.isBlank()
                    ? null
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeParseException _) {
            return null;
        }
    }
}
