package io.millirun.portal.functions;

import io.millirun.kernel.MemorySize;
import io.millirun.portal.PortalProperties;
import io.millirun.portal.accesskey.InternalTokens;
import io.millirun.portal.organization.Member;
import io.millirun.runtimemanager.functions.FunctionVersion;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Calls a function as its developer does elsewhere: through the gateway, and with a price. */
@Component
public class TestConsole {

    private final HttpClient client;
    private final InternalTokens tokens;
    private final URI gateway;
    private final Duration grace;

    TestConsole(TestConsoleProperties timeouts, InternalTokens tokens, PortalProperties portal) {
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeouts.connectTimeout())
                .build();
        this.tokens = tokens;
        this.gateway = portal.internalGatewayUrl();
        this.grace = timeouts.grace();
    }

    /**
     * Calls {@code function} with {@code event} and waits for its answer.
     *
     * @param event JSON
     */
    public TestRun run(Member member, FunctionVersion function, String event) throws InterruptedException {
        return send(request(member, function, event), function);
    }

    /** The same at another memory size, for this call alone. */
    public TestRun run(Member member, FunctionVersion function, String event, MemorySize size)
            throws InterruptedException {
        return send(
                request(member, function, event).header("X-Millirun-Memory-Size", Integer.toString(size.megabytes())),
                function);
    }

    private HttpRequest.Builder request(Member member, FunctionVersion function, String event) {
        return HttpRequest.newBuilder(gateway.resolve("/2015-03-31/functions/" + function.name() + "/invocations"))
                .header("Authorization", "Bearer " + tokens.issue(member.organization(), member.user()))
                .header("Content-Type", "application/json")
                .header("X-Amz-Log-Type", "Tail")
                .POST(HttpRequest.BodyPublishers.ofString(event));
    }

    private TestRun send(HttpRequest.Builder call, FunctionVersion function) throws InterruptedException {
        HttpRequest request = call.timeout(function.timeout().plus(grace)).build();
        long start = System.nanoTime();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            return TestRun.of(response, (System.nanoTime() - start) / 1_000);
        } catch (HttpTimeoutException _) {
            return TestRun.unanswered("gateway-slow");
        } catch (IOException _) {
            return TestRun.unanswered("gateway-away");
        }
    }
}
