package io.millirun.portal.events;

import io.millirun.portal.organization.Member;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.runtimemanager.events.EventFilter;
import io.millirun.runtimemanager.events.EventId;
import io.millirun.runtimemanager.events.EventLedger;
import io.millirun.runtimemanager.events.EventView;
import io.millirun.runtimemanager.events.EventView.Status;
import io.millirun.runtimemanager.functions.FunctionCatalog;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** An organization's events: how deep the queue is, what became of each, and what to do about dead letters. */
@Controller
@Needs(Permission.READ_FUNCTIONS)
@RequestMapping("/events")
class EventsController {

    private static final int PAGE = 50;

    private final EventLedger ledger;
    private final FunctionCatalog functions;

    EventsController(EventLedger ledger, FunctionCatalog functions) {
        this.ledger = ledger;
        this.functions = functions;
    }

    /**
     * @param status a status's name in small letters, empty for all
     * @param function a function's name, empty for all
     * @param before shows the events older than this one
     */
    @GetMapping
    String list(
            Member member,
            @RequestParam(defaultValue = "") String status,
            @RequestParam(defaultValue = "") String function,
            @RequestParam(defaultValue = "") String before,
            Model model) {
        var filter = new EventFilter(
                status(status).orElse(null),
                function.isBlank() ? null : function,
                EventId.parse(before).orElse(null),
                PAGE + 1);
        List<EventView> found = ledger.list(member.organization(), filter);
        model.addAttribute("depth", ledger.depth(member.organization()));
        model.addAttribute("events", found.subList(0, Math.min(PAGE, found.size())));
        model.addAttribute("older", found.size() > PAGE ? found.get(PAGE - 1).id() : null);
        model.addAttribute("before", before);
        model.addAttribute("status", status);
        model.addAttribute("statuses", Status.values());
        model.addAttribute("function", function);
        model.addAttribute(
                "functions",
                functions.list(member.organization()).stream()
                        .map(one -> one.name().value())
                        .toList());
        return "events";
    }

    private static Optional<Status> status(String text) {
        return Stream.of(Status.values())
                .filter(status -> status.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst();
    }

    @GetMapping("/{id}")
    String show(Member member, @PathVariable String id, Model model) {
        EventView.Whole whole = ledger.find(member.organization(), id(id)).orElseThrow(EventsController::notFound);
        model.addAttribute("whole", whole);
        model.addAttribute("event", whole.event());
        model.addAttribute("payload", PayloadText.shown(whole.payload()));
        model.addAttribute("result", PayloadText.shown(whole.result().orElse(null)));
        return "event";
    }

    @Needs(Permission.INVOKE)
    @PostMapping("/{id}/cancel")
    String cancel(Member member, @PathVariable String id, RedirectAttributes next) {
        Status before = ledger.cancel(member.organization(), id(id)).orElseThrow(EventsController::notFound);
        next.addFlashAttribute("done", before.isFinal() ? "too-late" : "cancelled");
        return "redirect:/events/{id}";
    }

    @Needs(Permission.INVOKE)
    @PostMapping("/{id}/redrive")
    String redrive(Member member, @PathVariable String id, RedirectAttributes next) {
        requireEvent(member, id);
        next.addFlashAttribute("done", ledger.redrive(member.organization(), id(id)) ? "redriven" : "not-dead");
        return "redirect:/events/{id}";
    }

    @Needs(Permission.DEPLOY)
    @PostMapping("/{id}/purge")
    String purge(Member member, @PathVariable String id, RedirectAttributes next) {
        requireEvent(member, id);
        next.addFlashAttribute("purged", ledger.purge(member.organization(), id(id)) ? 1 : 0);
        return "redirect:/events?status=dead";
    }

    @Needs(Permission.INVOKE)
    @PostMapping("/dead/redrive")
    String redriveAll(Member member, @RequestParam(defaultValue = "") String function, RedirectAttributes next) {
        next.addFlashAttribute("redriven", ledger.redriveAll(member.organization(), named(function)));
        return "redirect:/events";
    }

    @Needs(Permission.DEPLOY)
    @PostMapping("/dead/purge")
    String purgeAll(Member member, @RequestParam(defaultValue = "") String function, RedirectAttributes next) {
        next.addFlashAttribute("purged", ledger.purgeAll(member.organization(), named(function)));
        return "redirect:/events";
    }

    private void requireEvent(Member member, String id) {
        if (ledger.find(member.organization(), id(id)).isEmpty()) {
            throw notFound();
        }
    }

    private static @Nullable String named(String function) {
        return function.isBlank() ? null : function;
    }

    private static EventId id(String text) {
        return EventId.parse(text).orElseThrow(EventsController::notFound);
    }

    private static ResponseStatusException notFound() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
}
