package io.millirun.runtimemanager.events;

import io.millirun.runtimemanager.outbound.OutboundAddresses;
import io.millirun.runtimemanager.outbound.RefusedAddressException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Posts to addresses that tenants choose: looks a name up once, checks what it points to, and connects to exactly that, so
 * that a name which changes its address in between gets nowhere.
 */
final class WebhookClient {

    private final HttpClient http;
    private final OutboundAddresses addresses;
    private final Duration timeout;

    WebhookClient(Vertx vertx, OutboundAddresses addresses, Duration timeout) {
        var options = new HttpClientOptions()
                .setKeepAlive(false)
                .setConnectTimeout(Math.toIntExact(timeout.toMillis()))
                .setMaxHeaderSize(16 * 1024);
        this.http = vertx.createHttpClient(options);
        this.addresses = addresses;
        this.timeout = timeout;
    }

    /** What was answered; of the body only the beginning. */
    record Reply(int status, Buffer body) {}

    /**
     * Posts {@code body} and waits for the answer.
     *
     * @param keep bytes of the answer's body to keep
     * @throws RefusedAddressException if the host is at an address that is closed
     * @throws IOException if there is no answer in time
     */
    Reply post(URI url, Map<String, String> headers, Buffer body, int keep) throws IOException {
        boolean tls = "https".equalsIgnoreCase(url.getScheme());
        int port = url.getPort() > 0 ? url.getPort() : tls ? 443 : 80;
        InetAddress address = addresses.resolve(url.getHost());
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        var options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
                .setHost(url.getHost())
                .setPort(port)
                .setSsl(tls)
                .setURI(url.getRawQuery() == null ? path : path + "?" + url.getRawQuery())
                .setFollowRedirects(false)
                .setTimeout(timeout.toMillis());
        headers.forEach(options::addHeader);
        Future<Reply> reply =
                http.request(options).compose(request -> request.send(body)).compose(response -> read(response, keep));
        try {
            return reply.toCompletionStage()
                    .toCompletableFuture()
                    .get(timeout.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            throw new IOException(String.valueOf(cause.getMessage()), cause);
        } catch (TimeoutException slow) {
            throw new IOException("no answer in time", slow);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        }
    }

    private static Future<Reply> read(HttpClientResponse response, int keep) {
        Promise<Reply> whole = Promise.promise();
        Buffer kept = Buffer.buffer();
        response.handler(chunk -> {
            kept.appendBuffer(chunk.slice(0, Math.min(chunk.length(), keep - kept.length())));
            if (kept.length() >= keep && whole.tryComplete(new Reply(response.statusCode(), kept))) {
                response.request().reset();
            }
        });
        response.endHandler(_ -> whole.tryComplete(new Reply(response.statusCode(), kept)));
        response.exceptionHandler(whole::tryFail);
        return whole.future();
    }
}
