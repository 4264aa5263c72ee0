package io.millirun.portal.docs;

import io.millirun.portal.PortalProperties;
import io.millirun.portal.accesskey.AccessKeyView;
import io.millirun.portal.accesskey.AccessKeys;
import io.millirun.portal.organization.Member;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.runtimemanager.functions.FunctionCatalog;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The documentation for developers, with their own endpoint, function and key in every example. */
@Controller
@Needs(Permission.BELONG)
class DocsController {

    private final PortalProperties properties;
    private final AccessKeys keys;
    private final FunctionCatalog functions;
    private final ApiReference reference;

    DocsController(PortalProperties properties, AccessKeys keys, FunctionCatalog functions, ApiReference reference) {
        this.properties = properties;
        this.keys = keys;
        this.functions = functions;
        this.reference = reference;
    }

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
    String api(HttpServletRequest request, Model model) {
        model.addAttribute("examples", Examples.ofApi(properties.publicUrl().toString()));
        model.addAttribute("groups", reference.groups(request));
        return "docs-api";
    }
}
