package io.millirun.portal.docs;

import io.millirun.portal.PortalProperties;
import io.millirun.portal.accesskey.AccessKeyView;
import io.millirun.portal.accesskey.AccessKeys;
import io.millirun.portal.organization.Member;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.portal.security.RouteRules;
import io.millirun.runtimemanager.functions.FunctionCatalog;
import io.swagger.v3.oas.annotations.Operation;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The documentation for developers, with their own endpoint, function and key in every example. */
@Controller
@Needs(Permission.BELONG)
class DocsController {

    private final PortalProperties properties;
    private final AccessKeys keys;
    private final FunctionCatalog functions;
    private final ObjectProvider<RequestMappingHandlerMapping> routes;

    DocsController(
            PortalProperties properties,
            AccessKeys keys,
            FunctionCatalog functions,
            @Qualifier("requestMappingHandlerMapping") ObjectProvider<RequestMappingHandlerMapping> routes) {
        this.properties = properties;
        this.keys = keys;
        this.functions = functions;
        this.routes = routes;
    }

    /** A route of the REST API. */
    record ApiRoute(String method, String path, String permission, String summary) {}

    @GetMapping("/docs")
    String quickStarts(Member member, Model model) {
        String function = functions.list(member.organization()).stream()
                .findFirst()
                .map(first -> first.name().value())
                .orElse("hello");
        Optional<AccessKeyView> key = member.may(Permission.READ_KEYS)
                ? keys.list(member.organization()).stream()
                        .filter(one -> one.status() == AccessKeyView.Status.ACTIVE)
                        .findFirst()
                : Optional.empty();
        model.addAttribute("keyName", key.map(AccessKeyView::name).orElse(""));
        String keyId = key.map(AccessKeyView::id).orElse("MRAK_YOUR_KEY");
        model.addAttribute("keyId", keyId);
        model.addAttribute(
                "examples",
                Examples.with(
                        properties.gatewayUrl().toString(),
                        properties.publicUrl().toString(),
                        member.organizationSlug(),
                        function,
                        keyId));
        return "docs";
    }

    @GetMapping("/docs/api")
    String api(Model model) {
        model.addAttribute("examples", Examples.ofApi(properties.publicUrl().toString()));
        model.addAttribute("routes", apiRoutes());
        return "docs-api";
    }

    private List<ApiRoute> apiRoutes() {
        return routes.getObject().getHandlerMethods().entrySet().stream()
                .filter(route -> RouteRules.governs(route.getValue()))
                .flatMap(route -> route.getKey().getPatternValues().stream()
                        .filter(path -> path.startsWith("/api/"))
                        .flatMap(path -> route.getKey().getMethodsCondition().getMethods().stream()
                                .map(method -> new ApiRoute(
                                        method.name(),
                                        path,
                                        RouteRules.ruleOf(route.getValue())
                                                .map(Permission::name)
                                                .orElse(""),
                                        Optional.ofNullable(route.getValue().getMethodAnnotation(Operation.class))
                                                .map(Operation::summary)
                                                .orElse("")))))
                .sorted(Comparator.comparing(ApiRoute::path).thenComparing(ApiRoute::method))
                .toList();
    }
}
