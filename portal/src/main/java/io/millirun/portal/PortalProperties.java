package io.millirun.portal;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the portal presents itself.
 *
 * @param publicUrl address of the portal in a browser; links are built from it and its scheme decides whether cookies
 *     are {@code Secure}
 * @param gatewayUrl address of the gateway and the Lambda API as callers see it
 * @param internalGatewayUrl address at which the portal itself reaches the gateway
 * @param sessionIdle how long a logged-in session lasts without a request
 * @param signUpsPerHour sign-ups from one address within an hour before further ones are refused
 */
@ConfigurationProperties("millirun.portal")
public record PortalProperties(
        @DefaultValue("http://localhost:8080") URI publicUrl,
        @DefaultValue("http://localhost:8081") URI gatewayUrl,
        @DefaultValue("http://localhost:8081") URI internalGatewayUrl,
        @DefaultValue("7d") Duration sessionIdle,
        @DefaultValue("60") int signUpsPerHour) {

    public PortalProperties {
        requireHttp("public-url", publicUrl);
        requireHttp("gateway-url", gatewayUrl);
        requireHttp("internal-gateway-url", internalGatewayUrl);
        if (sessionIdle.toMinutes() < 5) {
            throw new IllegalArgumentException("millirun.portal.session-idle must be at least 5 minutes");
        }
        if (signUpsPerHour < 1) {
            throw new IllegalArgumentException("millirun.portal.sign-ups-per-hour must be at least 1");
        }
    }

    private static void requireHttp(String name, URI url) {
        if (!"http".equals(url.getScheme()) && !"https".equals(url.getScheme())) {
            throw new IllegalArgumentException("millirun.portal." + name + " must begin with http:// or https://");
        }
    }

    /** The address of a page of the portal that takes a secret; never made from what a request says about its host. */
    public String link(String path, String secret) {
        return publicUrl.toString().replaceFirst("/+$", "") + path + "?token=" + secret;
    }

    /** Whether browsers reach the portal by TLS, so that cookies must not travel without it. */
    public boolean secure() {
        return "https".equals(publicUrl.getScheme());
    }
}
