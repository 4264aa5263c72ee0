package io.millirun.portal.functions;

import io.millirun.portal.Browser;
import io.millirun.portal.PortalIT;
import io.millirun.portal.organization.Member;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** What tests of the functions' pages share: a member in a browser, and a gateway that answers as told. */
public abstract class FunctionsIT extends PortalIT {

    protected final FakeGateway gateway = FakeGateway.running();

    @DynamicPropertySource
    static void gateway(DynamicPropertyRegistry registry) {
        registry.add(
                "millirun.portal.internal-gateway-url",
                () -> FakeGateway.running().url());
        registry.add("millirun.git.plain", () -> true);
        registry.add("millirun.git.allowed-networks", () -> "127.0.0.0/8");
        registry.add("millirun.git.transfer-limit", () -> "1MB");
    }

    /** A browser that has seen the page for new functions. */
    protected Browser developer() {
        return developer(newMember());
    }

    protected Browser developer(Member member) {
        Browser browser = loggedIn(member);
        browser.get("/functions/new");
        return browser;
    }

    /** Deploys a Node.js function of one file. */
    protected HttpResponse<String> create(Browser browser, String name, String source, String... others) {
        List<String> fields = new ArrayList<>(List.of(
                "name", name,
                "runtime", "nodejs24.x",
                "starter", "empty",
                "source", source,
                "handler", "index.handler",
                "memoryMb", "256",
                "timeoutSeconds", "5",
                "urlAuth", "ACCESS_KEY"));
        for (int i = 0; i < others.length; i += 2) {
            int known = fields.indexOf(others[i]);
            if (known >= 0) {
                fields.set(known + 1, others[i + 1]);
            } else {
                fields.addAll(List.of(others[i], others[i + 1]));
            }
        }
        return browser.post("/functions", fields.toArray(String[]::new));
    }

    /** The value of a hidden field. */
    protected static String hidden(HttpResponse<String> page, String name) {
        Matcher field =
                Pattern.compile("name=\"" + name + "\" value=\"([^\"]*)\"").matcher(page.body());
        if (!field.find()) {
            throw new AssertionError("no field " + name + " in " + page.body());
        }
        return field.group(1);
    }
}
