package io.millirun.portal.functions;

import io.millirun.portal.organization.Member;
import io.millirun.runtimemanager.functions.DeployedFunction;
import io.millirun.runtimemanager.functions.InvokeMode;
import io.millirun.runtimemanager.functions.UrlAuth;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What every page of a function says at its top.
 *
 * @param url the function's URL
 * @param open whether anyone may call that
 * @param mode how that answers
 * @param figures whether its answers carry what a call took and cost although anyone may call
 * @param unavailable why calls are answered with 503 now; null if they are not
 */
record FunctionHead(
        String name,
        String description,
        String runtime,
        String handler,
        int memoryMb,
        long timeoutSeconds,
        Instant modifiedAt,
        String url,
        boolean open,
        InvokeMode mode,
        boolean figures,
        @Nullable String unavailable) {

    static FunctionHead of(DeployedFunction function, Member member, URI gateway, @Nullable String unavailable) {
        String base = gateway.toString().replaceAll("/+$", "");
        return new FunctionHead(
                function.name().value(),
                function.description(),
                function.latest().runtime(),
                function.latest().handler(),
                function.latest().memory().megabytes(),
                function.latest().timeout().toSeconds(),
                function.modifiedAt(),
                base + "/fn/" + member.organizationSlug() + "/" + function.name() + "/",
                function.latest().urlAuth() == UrlAuth.NONE,
                function.latest().url().mode(),
                function.latest().url().figures(),
                unavailable);
    }

    /** A command that calls the function, ready to paste. */
    public String curl() {
        return open ? "curl " + url : "curl -H \"Authorization: Bearer $MILLIRUN_TOKEN\" \\\n  " + url;
    }
}
