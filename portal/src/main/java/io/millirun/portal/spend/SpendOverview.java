package io.millirun.portal.spend;

import io.millirun.billing.budget.MonthOutlook;
import io.millirun.billing.budget.MonthOutlooks;
import io.millirun.billing.rating.Money;
import io.millirun.billing.spend.SpendCap;
import io.millirun.billing.spend.SpendCaps;
import io.millirun.kernel.FunctionId;
import io.millirun.kernel.TenantId;
import io.millirun.portal.figure.Figure;
import io.millirun.portal.statement.FunctionNames;
import io.millirun.portal.statement.MonthChoice;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Puts together what the page Spend cap shows. */
@Component
class SpendOverview {

    private final SpendCaps caps;
    private final MonthOutlooks outlooks;
    private final FunctionNames names;
    private final Clock clock;

    SpendOverview(SpendCaps caps, MonthOutlooks outlooks, FunctionNames names, Clock clock) {
        this.caps = caps;
        this.outlooks = outlooks;
        this.names = names;
        this.clock = clock;
    }

    SpendPage of(TenantId tenant) {
        MonthOutlook outlook = outlooks.of(tenant);
        FunctionNames.Known known = names.of(tenant);
        List<SpendCap> all = caps.of(tenant);
        Optional<SpendCap> own =
                all.stream().filter(cap -> cap.scope().function().isEmpty()).findFirst();
        Set<FunctionId> capped =
                all.stream().flatMap(cap -> cap.scope().function().stream()).collect(Collectors.toSet());
        return new SpendPage(
                MonthChoice.of(null, clock).title(),
                Figure.money(outlook.spent()),
                Figure.money(outlook.forecast()),
                MonthBar.of(
                        outlook.spent(),
                        outlook.forecast(),
                        own.map(SpendCap::amount).orElse(null)),
                own.map(cap -> CapView.of(caps.standing(cap), "", true)).orElse(null),
                capped.isEmpty() ? List.of() : functionCaps(all, known),
                known.names().entrySet().stream()
                        .filter(entry -> !capped.contains(entry.getKey()))
                        .sorted(Map.Entry.comparingByValue())
                        .map(entry ->
                                new SpendPage.FunctionChoice(entry.getKey().toString(), entry.getValue()))
                        .toList(),
                currency(outlook));
    }

    private List<CapView> functionCaps(List<SpendCap> all, FunctionNames.Known known) {
        return all.stream()
                .flatMap(cap -> cap.scope().function().stream()
                        .map(function -> CapView.of(
                                caps.standing(cap),
                                known.label(function),
                                known.name(function).isPresent())))
                .sorted(Comparator.comparing(CapView::name))
                .toList();
    }

    private static String currency(MonthOutlook outlook) {
        Money spent = outlook.spent();
        return spent.currency().getCurrencyCode();
    }
}
