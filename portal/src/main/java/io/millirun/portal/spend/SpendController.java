package io.millirun.portal.spend;

import io.millirun.billing.rating.Money;
import io.millirun.billing.spend.Scope;
import io.millirun.kernel.FunctionId;
import io.millirun.kernel.TenantId;
import io.millirun.portal.audit.Actor;
import io.millirun.portal.organization.Member;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The page Spend cap: the month's bar, and the caps. */
@Controller
@Needs(Permission.READ_BILLING)
@RequestMapping("/budgets")
class SpendController {

    private static final String BACK = "redirect:/budgets";

    private final SpendOverview overview;
    private final CapChanges changes;

    SpendController(SpendOverview overview, CapChanges changes) {
        this.overview = overview;
        this.changes = changes;
    }

    @GetMapping
    String show(Member member, Model model) {
        model.addAttribute("spend", overview.of(member.organization()));
        return "budgets";
    }

    @PostMapping("/cap")
    @Needs(Permission.MANAGE_BILLING)
    String set(
            Member member,
            @RequestParam(defaultValue = "") String function,
            @RequestParam(defaultValue = "") String amount,
            Model model,
            HttpServletRequest request,
            HttpServletResponse response,
            RedirectAttributes next) {
        TenantId tenant = member.organization();
        Optional<Money> cap = AmountText.parse(amount, changes.currency(tenant));
        if (cap.isEmpty()) {
            model.addAttribute("capProblem", function);
            model.addAttribute("capTyped", amount);
            response.setStatus(HttpStatus.UNPROCESSABLE_CONTENT.value());
            return show(member, model);
        }
        Scope scope = function.isEmpty()
                ? Scope.of(tenant)
                : Scope.of(
                        tenant,
                        changes.function(tenant, function)
                                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND)));
        changes.set(scope, cap.get(), Actor.of(member, request.getRemoteAddr()));
        next.addFlashAttribute("outcome", "cap-set");
        return BACK;
    }

    @PostMapping("/cap/remove")
    @Needs(Permission.MANAGE_BILLING)
    String remove(
            Member member,
            @RequestParam(required = false) UUID function,
            HttpServletRequest request,
            RedirectAttributes next) {
        Scope scope = function == null
                ? Scope.of(member.organization())
                : Scope.of(member.organization(), new FunctionId(function));
        if (!changes.remove(scope, Actor.of(member, request.getRemoteAddr()))) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        next.addFlashAttribute("outcome", "cap-removed");
        return BACK;
    }
}
