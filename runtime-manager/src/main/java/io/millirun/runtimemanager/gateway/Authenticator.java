package io.millirun.runtimemanager.gateway;

import io.millirun.runtimemanager.Authentication;
import io.millirun.runtimemanager.Authentication.Rejected;
import io.millirun.runtimemanager.Callers;
import io.millirun.runtimemanager.signature.Signatures;
import io.millirun.runtimemanager.signature.SignedRequest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Who sends a request: by signature, in a header or the query, or by bearer token. */
final class Authenticator {

    private final Callers callers;
    private final Signatures signatures;

    Authenticator(Callers callers, Signatures signatures) {
        this.callers = callers;
        this.signatures = signatures;
    }

    /** @param body as it was sent, which a signature covers */
    CompletionStage<Authentication> authenticate(HttpServerRequest request, Buffer body) {
        String authorization = text(request.getHeader("Authorization"));
        String query = text(request.query());
        if (Signatures.isSigned(authorization, query)) {
            return signatures.authenticate(signed(request, query, body));
        }
        String bearer = Replies.bearer(request);
        return bearer.isEmpty()
                ? CompletableFuture.completedFuture(
                        new Rejected("MissingAuthenticationTokenException", "Missing Authentication Token"))
                : callers.authenticate(bearer);
    }

    private static SignedRequest signed(HttpServerRequest request, String query, Buffer body) {
        Map<String, List<String>> headers = new HashMap<>();
        request.headers()
                .forEach(
                        (name, value) -> headers.computeIfAbsent(name.toLowerCase(Locale.ROOT), _ -> new ArrayList<>(1))
                                .add(value));
        return new SignedRequest(request.method().name(), text(request.path()), query, headers, body.getBytes());
    }

    private static String text(@Nullable String given) {
        return given == null ? "" : given;
    }
}
