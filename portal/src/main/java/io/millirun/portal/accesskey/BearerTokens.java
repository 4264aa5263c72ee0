package io.millirun.portal.accesskey;

import io.millirun.metering.Trigger;
import io.millirun.runtimemanager.Authentication;
import io.millirun.runtimemanager.Authentication.Authenticated;
import io.millirun.runtimemanager.Authentication.Rejected;
import io.millirun.runtimemanager.Caller;
import io.millirun.runtimemanager.Callers;
import io.millirun.runtimemanager.SigningKeys;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.springframework.stereotype.Component;

/** Tells the gateway and the REST API who is behind a bearer token: an access key, or the portal itself. */
@Component
class BearerTokens implements Callers, SigningKeys {

    private static final Rejected UNKNOWN = new Rejected("The access key is unknown.");

    private final KnownKeys keys;
    private final LastUse lastUse;
    private final InternalTokens internal;
    private final Clock clock;

    BearerTokens(KnownKeys keys, LastUse lastUse, InternalTokens internal, Clock clock) {
        this.keys = keys;
        this.lastUse = lastUse;
        this.internal = internal;
        this.clock = clock;
    }

    @Override
    public CompletionStage<Authentication> authenticate(String bearerToken) {
        if (bearerToken.startsWith(InternalTokens.PREFIX)) {
            return CompletableFuture.completedFuture(internal.verify(bearerToken)
                    .<Authentication>map(bearer -> new Authenticated(
                            new Caller(bearer.tenant(), bearer.user().toString(), Trigger.TEST, InternalTokens.GRANTS)))
                    .orElse(new Rejected("The test's token has expired; run the test again.")));
        }
        return AccessKeyToken.parse(bearerToken)
                .<CompletionStage<Authentication>>map(
                        token -> keys.byId(token.keyId()).thenApply(key -> check(key, token)))
                .orElse(CompletableFuture.completedFuture(UNKNOWN));
    }

    @Override
    public CompletionStage<SigningKey> find(String id) {
        return keys.byId(id)
                .thenApply(known -> known.<SigningKey>map(key -> {
                            String refusal = key.refusal(key.secret(), clock.instant());
                            return refusal == null
                                    ? new SigningKey.Good(
                                            new Caller(key.tenant(), key.id(), Trigger.INVOKE, key.grants()),
                                            key.secret(),
                                            () -> lastUse.note(key.id()))
                                    : new SigningKey.Bad(refusal);
                        })
                        .orElse(new SigningKey.Bad("The security token included in the request is invalid.")));
    }

    private Authentication check(Optional<KnownKey> known, AccessKeyToken token) {
        if (known.isEmpty()) {
            return UNKNOWN;
        }
        KnownKey key = known.get();
        String refusal = key.refusal(token.secret(), clock.instant());
        if (refusal != null) {
            return new Rejected(refusal);
        }
        lastUse.note(key.id());
        return new Authenticated(new Caller(key.tenant(), key.id(), Trigger.INVOKE, key.grants()));
    }
}
