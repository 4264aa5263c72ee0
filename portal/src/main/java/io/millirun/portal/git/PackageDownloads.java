package io.millirun.portal.git;

import io.millirun.runtimemanager.code.CodePackage;
import io.millirun.runtimemanager.code.CodePackages;
import io.millirun.runtimemanager.outbound.OutboundAddresses;
import io.millirun.runtimemanager.outbound.RefusedAddressException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import org.apache.http.HttpEntity;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.springframework.stereotype.Component;

/** Fetches code packages from addresses that tenants give, within the limits that repositories have. */
@Component
public class PackageDownloads {

    private final GitProperties limits;
    private final OutboundAddresses addresses;
    private final CodePackages packages;

    PackageDownloads(GitProperties limits, CodePackages packages) {
        this.limits = limits;
        this.addresses = new OutboundAddresses(limits.allowedNetworks());
        this.packages = packages;
    }

    /**
     * The zip at {@code address}; blocks, up to the configured timeout for each piece.
     *
     * @throws GitRefusedException if it cannot be fetched
     * @throws io.millirun.runtimemanager.code.InvalidPackageException if it cannot be a package, or is too large
     */
    public CodePackage fetch(URI address) {
        String scheme = String.valueOf(address.getScheme());
        if (address.getHost() == null || !(scheme.equals("https") || (limits.plain() && scheme.equals("http")))) {
            throw new GitRefusedException("The code's location is no https address.");
        }
        int millis = Math.toIntExact(limits.timeout().toMillis());
        RequestConfig patience = RequestConfig.custom()
                .setConnectTimeout(millis)
                .setSocketTimeout(millis)
                .setConnectionRequestTimeout(millis)
                .build();
        try (CloseableHttpClient client = HttpClients.custom()
                        .setDnsResolver(host -> new InetAddress[] {addresses.resolve(host)})
                        .setDefaultRequestConfig(patience)
                        .disableRedirectHandling()
                        .disableCookieManagement()
                        .build();
                CloseableHttpResponse answer = client.execute(new HttpGet(address))) {
            int status = answer.getStatusLine().getStatusCode();
            HttpEntity entity = answer.getEntity();
            if (status != 200 || entity == null) {
                throw new GitRefusedException(
                        "The code's location answered " + status
                                + ". AWS's addresses are good for ten minutes: get the function again, or send the zip itself.");
            }
            try (InputStream zip = entity.getContent()) {
                return packages.ofZip(zip);
            }
        } catch (RefusedAddressException closed) {
            throw new GitRefusedException(closed.message(), closed);
        } catch (IOException failed) {
            throw new GitRefusedException("The code cannot be fetched: " + failed.getMessage(), failed);
        }
    }
}
