package io.millirun.runtimemanager.signature;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.millirun.runtimemanager.Authentication;
import io.millirun.runtimemanager.Authentication.Authenticated;
import io.millirun.runtimemanager.Authentication.Rejected;
import io.millirun.runtimemanager.SigningKeys;
import io.millirun.runtimemanager.SigningKeys.SigningKey;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Tells who signed a request. */
public final class Signatures {

    private static final int MOST_KEYS = 10_000;

    private final SigningKeys keys;
    private final Clock clock;
    private final Cache<KeyOfDay, byte[]> derived =
            Caffeine.newBuilder().maximumSize(MOST_KEYS).build();

    private record KeyOfDay(String secret, String scope) {}

    public Signatures(SigningKeys keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /** Whether a request with this {@code Authorization} header, or this query, says that it is signed. */
    public static boolean isSigned(String authorization, String rawQuery) {
        return authorization.startsWith(Credential.ALGORITHM + " ") || rawQuery.contains("X-Amz-Algorithm=");
    }

    /** Who signed {@code request}, or why that cannot be said; the stage fails if keys cannot be looked up. */
    public CompletionStage<Authentication> authenticate(SignedRequest request) {
        try {
            Credential credential = credential(request);
            SignatureV4.checkClaims(credential, request, clock);
            return keys.find(credential.keyId()).thenApply(key -> check(key, credential, request));
        } catch (SignatureException wrong) {
            return CompletableFuture.completedFuture(new Rejected(wrong.code(), wrong.sentence()));
        }
    }

    private static Credential credential(SignedRequest request) throws SignatureException {
        if (!request.header("authorization").isEmpty()) {
            return Credential.ofHeader(request);
        }
        Map<String, String> query = SignatureV4.query(request);
        if (!Credential.ALGORITHM.equals(query.get("X-Amz-Algorithm"))) {
            throw SignatureException.incomplete("X-Amz-Algorithm must be " + Credential.ALGORITHM + ".");
        }
        return Credential.ofQuery(query);
    }

    private Authentication check(SigningKey known, Credential credential, SignedRequest request) {
        return switch (known) {
            case SigningKey.Bad(var message) -> new Rejected(message);
            case SigningKey.Good(var caller, var secret, var used) -> {
                try {
                    byte[] key = derived.get(
                            new KeyOfDay(secret, credential.scope()), _ -> SignatureV4.key(credential, secret));
                    SignatureV4.checkSignature(credential, request, key);
                    used.run();
                    yield new Authenticated(caller);
                } catch (SignatureException wrong) {
                    yield new Rejected(wrong.code(), wrong.sentence());
                }
            }
        };
    }
}
