package io.millirun.portal.activity;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.InvocationId;
import io.millirun.portal.audit.Actor;
import io.millirun.portal.audit.AuditLog;
import io.millirun.portal.functions.FunctionPages;
import io.millirun.portal.organization.Member;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.runtimemanager.functions.DeployedFunction;
import io.millirun.runtimemanager.logs.FunctionLogs;
import io.millirun.runtimemanager.logs.LogSettingStore;
import io.millirun.runtimemanager.logs.LoggedCall;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The logs of a function: a page at a time, as they come, and how long they are kept. */
@Controller
@Needs(Permission.READ_FUNCTIONS)
class LogsController {

    private static final int CALLS = 50;

    private final FunctionPages pages;
    private final FunctionLogs logs;
    private final LogSettingStore settings;
    private final LiveLogs live;
    private final AuditLog audit;
    private final Clock clock;

    LogsController(
            FunctionPages pages,
            FunctionLogs logs,
            LogSettingStore settings,
            LiveLogs live,
            AuditLog audit,
            Clock clock) {
        this.pages = pages;
        this.logs = logs;
        this.settings = settings;
        this.live = live;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * @param q text that the calls shown have printed, or the id of the only one to show
     * @param before shows the calls before this one
     */
    @GetMapping("/functions/{name}/logs")
    String list(
            Member member,
            @PathVariable String name,
            @RequestParam(defaultValue = "24h") String range,
            @RequestParam(defaultValue = "") String from,
            @RequestParam(defaultValue = "") String to,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(required = false) @Nullable UUID before,
            Model model,
            Locale locale) {
        DeployedFunction function = pages.require(member, name);
        pages.head(model, member, function, locale);
        TimeRange time = TimeRange.of(range, from, to, "24h", clock.instant());
        FunctionId id = function.latest().function();
        Optional<InvocationId> only = id(q);
        List<LoggedCall> found = only.isPresent()
                ? logs.find(member.organization(), id, only.get()).stream().toList()
                : logs.page(
                        member.organization(),
                        id,
                        time.from(),
                        time.to(),
                        q,
                        before == null ? null : InvocationsController.invocation(before),
                        CALLS + 1);
        List<LoggedCall> shown = found.subList(0, Math.min(CALLS, found.size()));
        var format = function.latest().options().logging().format();
        model.addAttribute("range", time);
        model.addAttribute("ranges", TimeRange.NAMES);
        model.addAttribute("q", q);
        model.addAttribute("only", only.isPresent());
        model.addAttribute("calls", shown.size());
        model.addAttribute(
                "lines",
                shown.reversed().stream()
                        .flatMap(call -> LogView.of(call, format).stream())
                        .toList());
        model.addAttribute("before", before);
        model.addAttribute("older", found.size() > CALLS ? shown.getLast().id().toString() : null);
        model.addAttribute("now", clock.instant());
        model.addAttribute("setting", settings.of(member.organization(), id));
        model.addAttribute("longestDays", settings.longestDays());
        return "function-logs";
    }

    /**
     * Lines as they are written, as server-sent events, for some minutes; browsers come again by themselves.
     *
     * @param since when the page was made that follows
     */
    @GetMapping("/functions/{name}/logs/live")
    void follow(
            Member member,
            @PathVariable String name,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "0") long since,
            HttpServletRequest request,
            HttpServletResponse response)
            throws InterruptedException {
        DeployedFunction function = pages.require(member, name);
        live.follow(member.organization(), function.latest(), q, since, request.getHeader("Last-Event-ID"), response);
    }

    @Needs(Permission.DEPLOY)
    @PostMapping("/functions/{name}/logs/settings")
    @Transactional
    public String choose(
            Member member,
            @PathVariable String name,
            @RequestParam int days,
            @RequestParam(defaultValue = "false") boolean capture,
            HttpServletRequest request,
            RedirectAttributes flash) {
        DeployedFunction function = pages.require(member, name);
        if (days < 1 || days > settings.longestDays()) {
            throw new ResponseStatusException(HttpStatus.UNPROCESSABLE_CONTENT);
        }
        settings.choose(member.organization(), function.latest().function(), new LogSettingStore.Choice(days, capture));
        audit.record(member.organization(), Actor.of(member, request.getRemoteAddr()), "function.update-logs", name);
        flash.addFlashAttribute("kept", true);
        return "redirect:/functions/{name}/logs";
    }

    private static Optional<InvocationId> id(String text) {
        try {
            UUID id = UUID.fromString(text.strip());
            return id.version() == 7 ? Optional.of(new InvocationId(id)) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
