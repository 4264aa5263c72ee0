package io.millirun.runtimemanager.events;

import io.millirun.runtimemanager.outbound.RefusedAddressException;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Sends messages to webhooks by the Standard Webhooks specification: {@code webhook-id}, {@code webhook-timestamp} and
 * {@code webhook-signature}, an HMAC-SHA-256 over id, timestamp and body. Any 2xx answer is success; redirects are not
 * followed.
 */
final class WebhookTarget implements EventTarget {

    private static final int KEPT_ANSWER = 4 * 1024;

    private final WebhookSecrets secrets;
    private final WebhookClient client;
    private final InstantSource clock;
    private final Semaphore room;
    private final Executor executor = Executors.newVirtualThreadPerTaskExecutor();

    WebhookTarget(WebhookSecrets secrets, WebhookClient client, int concurrency, InstantSource clock) {
        this.secrets = secrets;
        this.client = client;
        this.clock = clock;
        this.room = new Semaphore(concurrency);
    }

    @Override
    public void attempt(QueuedEvent event, Consumer<AttemptEnd> ended) {
        executor.execute(() -> {
            room.acquireUninterruptibly();
            try {
                ended.accept(send(event));
            } finally {
                room.release();
            }
        });
    }

    private AttemptEnd send(QueuedEvent event) {
        Buffer body = Objects.requireNonNull(event.payload());
        try {
            WebhookClient.Reply reply = client.post(new URI(event.url()), headers(event, body), body, KEPT_ANSWER);
            return reply.status() / 100 == 2
                    ? new AttemptEnd.Succeeded("", 0, reply.body())
                    : new AttemptEnd.Failed(
                            "", 0, "Webhook.Status", "The webhook answered with " + reply.status() + ".", reply.body());
        } catch (RefusedAddressException refused) {
            return new AttemptEnd.Hopeless(DeadReason.ADDRESS_REFUSED, refused.message());
        } catch (IOException failed) {
            return new AttemptEnd.Failed(
                    "",
                    0,
                    "Webhook.Unreachable",
                    "The webhook could not be reached: " + failed.getMessage(),
                    Buffer.buffer());
        } catch (URISyntaxException _) {
            return new AttemptEnd.Hopeless(DeadReason.ADDRESS_REFUSED, "The webhook's address is not a URL.");
        }
    }

    private Map<String, String> headers(QueuedEvent event, Buffer body) {
        Map<String, String> headers = new HashMap<>();
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        headers.put("content-type", "application/json");
        headers.put("user-agent", "Millirun");
        headers.put("webhook-id", event.id().toString());
        headers.put("webhook-timestamp", timestamp);
        Buffer sealed = event.sealedSecret();
        if (sealed != null) {
            String secret = secrets.open(event.tenant(), event.function(), sealed.getBytes());
            headers.put(
                    "webhook-signature", "v1," + signature(secret, event.id().toString(), timestamp, body));
        }
        return headers;
    }

    /** Base64 of HMAC-SHA-256 over {@code <id>.<timestamp>.<body>} with the secret's bytes. */
    static String signature(String secret, String id, String timestamp, Buffer body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            byte[] key = Base64.getDecoder().decode(secret.substring(WebhookSecrets.PREFIX.length()));
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(body.getBytes()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has HmacSHA256", impossible);
        }
    }
}
