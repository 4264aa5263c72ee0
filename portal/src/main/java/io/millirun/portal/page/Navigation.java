package io.millirun.portal.page;

import io.millirun.portal.organization.Member;
import io.millirun.portal.permission.Permission;
import io.millirun.portal.security.RouteRules;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * The main navigation of members and of operators. A link is shown to whoever may open its page, by the rule of the page's
 * own route; one whose page does not exist is not shown.
 */
@Component
class Navigation {

    private static final List<Section> MEMBERS = List.of(
            new Section(
                    "",
                    List.of(
                            new Link("functions", "/functions", "g f", "square-function"),
                            new Link("runtimes", "/runtimes", "g r", "layers"),
                            new Link("layers", "/layers", "", "layers"),
                            new Link("events", "/events", "g e", "zap"),
                            new Link("schedules", "/schedules", "", "timer"))),
            new Section(
                    "billing",
                    List.of(
                            new Link("usage", "/usage", "g u", "activity"),
                            new Link("statement", "/statement", "g s", "receipt"),
                            new Link("invoices", "/invoices", "g i", "file-text"),
                            new Link("budgets", "/budgets", "g b", "gauge"),
                            new Link("payment", "/payment", "", "credit-card"))),
            new Section(
                    "organization",
                    List.of(
                            new Link("members", "/members", "g m", "users"),
                            new Link("keys", "/keys", "g k", "key-round"),
                            new Link("audit", "/audit", "g a", "scroll-text"),
                            new Link("organization", "/organization", "", "building-2"))),
            new Section("help", List.of(new Link("docs", "/docs", "g d", "book-open"))));

    private static final List<Section> OPERATORS = List.of(
            new Section(
                    "",
                    List.of(
                            new Link("operator", "/operator", "g o", "house"),
                            new Link("operator-organizations", "/operator/organizations", "", "building-2"),
                            new Link("operator-health", "/operator/health", "", "activity"))),
            new Section(
                    "operator-billing",
                    List.of(
                            new Link("operator-revenue", "/operator/revenue", "", "wallet"),
                            new Link("operator-plans", "/operator/plans", "", "layers"),
                            new Link("operator-invoices", "/operator/invoices", "", "file-text"),
                            new Link("operator-billing", "/operator/billing", "", "credit-card"))),
            new Section(
                    "operator-platform",
                    List.of(
                            new Link("operator-mail", "/operator/mail", "", "mail"),
                            new Link("operator-log", "/operator/log", "", "scroll-text"),
                            new Link("operator-settings", "/operator/settings", "", "settings"))));

    private final Supplier<Map<String, Permission>> rules;

    Navigation(@Qualifier("requestMappingHandlerMapping") ObjectProvider<RequestMappingHandlerMapping> routes) {
        this.rules = SingletonSupplier.of(() -> rules(routes.getObject()));
    }

    /**
     * A link; its text is {@code layout.nav.<name>}.
     *
     * @param keys its keyboard shortcut; blank for none
     * @param symbol its icon
     */
    record Link(String name, String path, String keys, String symbol) {}

    /** Links under a title, {@code layout.<name>}; blank for none. */
    record Section(String name, List<Link> links) {}

    /** What {@code member} may open. */
    List<Section> of(Member member) {
        return shown(MEMBERS, needed -> needed.audience() != Permission.Audience.MEMBER || member.may(needed));
    }

    /** The operators' console. */
    List<Section> ofOperators() {
        return shown(OPERATORS, _ -> true);
    }

    private List<Section> shown(List<Section> sections, Predicate<Permission> mayOpen) {
        return sections.stream()
                .map(section -> new Section(
                        section.name(),
                        section.links().stream()
                                .filter(link -> rules.get().containsKey(link.path())
                                        && mayOpen.test(rules.get().get(link.path())))
                                .toList()))
                .filter(section -> !section.links().isEmpty())
                .toList();
    }

    private static Map<String, Permission> rules(RequestMappingHandlerMapping routes) {
        return routes.getHandlerMethods().entrySet().stream()
                .filter(route -> RouteRules.governs(route.getValue())
                        && route.getKey().getMethodsCondition().getMethods().contains(RequestMethod.GET))
                .flatMap(route -> route.getKey().getPatternValues().stream()
                        .flatMap(pattern ->
                                RouteRules.ruleOf(route.getValue()).stream().map(rule -> Map.entry(pattern, rule))))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (first, _) -> first));
    }
}
