package io.millirun.runtimemanager.gateway;

import java.util.Set;

/**
 * How the gateway serves.
 *
 * @param port port for function URLs and the Lambda API
 * @param requestLimit bytes of the largest request
 * @param eventLimit bytes of the largest event of an asynchronous call
 * @param region of the ARNs in messages
 * @param functionsDomain domain below which each function URL is a host; empty for none
 * @param portalCookies names of the portal's cookies, which functions neither see nor set
 */
public record GatewaySettings(
        int port, int requestLimit, int eventLimit, String region, String functionsDomain, Set<String> portalCookies) {

    public GatewaySettings {
        portalCookies = Set.copyOf(portalCookies);
    }
}
