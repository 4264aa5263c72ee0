package io.millirun.portal.functions;

import io.millirun.portal.PortalProperties;
import io.millirun.portal.organization.Member;
import io.millirun.runtimemanager.functions.DeployedFunction;
import io.millirun.runtimemanager.functions.FunctionCatalog;
import io.millirun.runtimemanager.functions.FunctionName;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;
import org.springframework.web.server.ResponseStatusException;

/** What the pages of a function have in common. */
@Component
public class FunctionPages {

    private final FunctionCatalog catalog;
    private final RuntimeBoard runtimes;
    private final PortalProperties properties;
    private final MessageSource messages;

    FunctionPages(FunctionCatalog catalog, RuntimeBoard runtimes, PortalProperties properties, MessageSource messages) {
        this.catalog = catalog;
        this.runtimes = runtimes;
        this.properties = properties;
        this.messages = messages;
    }

    /** The member's function of that name; the page is "not found" if there is none. */
    public DeployedFunction require(Member member, String name) {
        return Optional.of(name)
                .filter(FunctionName::isValid)
                .flatMap(valid -> catalog.find(member.organization(), new FunctionName(valid)))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }

    /** Puts the head of the function's pages into the model. */
    public void head(Model model, Member member, DeployedFunction function, Locale locale) {
        model.addAttribute(
                "function",
                FunctionHead.of(
                        function,
                        member,
                        properties.gatewayUrl(),
                        unavailable(function.latest().runtime(), locale)));
    }

    private @Nullable String unavailable(String runtime, Locale locale) {
        return runtimes.find(runtime)
                .map(entry -> entry.isReady()
                        ? null
                        : messages.getMessage(
                                "runtimes.state." + entry.state() + ".why", new Object[] {entry.detail()}, locale))
                .orElse(null);
    }

    /** The revision that a form was made from. */
    public static UUID revision(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException _) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST);
        }
    }
}
