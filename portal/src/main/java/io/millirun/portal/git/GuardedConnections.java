package io.millirun.portal.git;

import io.millirun.runtimemanager.outbound.OutboundAddresses;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.URL;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.apache.HttpClientConnection;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one fetch, redirects included: each name is looked up once, and what it points to is checked before
 * it is connected to. All of them together transfer no more than a limit, and end at a deadline.
 */
final class GuardedConnections implements HttpConnectionFactory, AutoCloseable {

    private final boolean plain;
    private final long limit;
    private final long deadlineNanos;
    private final AtomicLong transferred = new AtomicLong();
    private final CloseableHttpClient client;

    GuardedConnections(OutboundAddresses addresses, GitProperties limits) {
        this.plain = limits.plain();
        this.limit = limits.transferLimit().toBytes();
        this.deadlineNanos = System.nanoTime() + limits.timeout().toNanos();
        this.client = HttpClients.custom()
                .setDnsResolver(host -> new InetAddress[] {addresses.resolve(host)})
                .disableCookieManagement()
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .build();
    }

    @Override
    public HttpConnection create(URL url) throws IOException {
        return create(url, Proxy.NO_PROXY);
    }

    @Override
    public HttpConnection create(URL url, @Nullable Proxy proxy) throws IOException {
        if (!url.getProtocol().equals("https") && !(plain && url.getProtocol().equals("http"))) {
            throw new GitRefusedException("Repositories are reached by https, not by " + url.getProtocol() + ".");
        }
        return new Limited(url.toString());
    }

    boolean isOverdue() {
        return System.nanoTime() - deadlineNanos > 0;
    }

    @Override
    public void close() throws IOException {
        client.close();
    }

    private final class Limited extends HttpClientConnection {

        Limited(String url) throws IOException {
            super(url, Proxy.NO_PROXY, client);
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read() throws IOException {
                    int read = super.read();
                    count(read < 0 ? 0 : 1);
                    return read;
                }

                @Override
                public int read(byte[] buffer, int from, int most) throws IOException {
                    int read = super.read(buffer, from, most);
                    count(Math.max(0, read));
                    return read;
                }
            };
        }

        private void count(int bytes) {
            if (transferred.addAndGet(bytes) > limit) {
                throw new GitRefusedException(
                        "The repository has more than " + limit / 1_000_000 + " MB at this commit.");
            }
            if (isOverdue()) {
                throw new GitRefusedException("The repository was not fetched in time.");
            }
        }
    }
}
