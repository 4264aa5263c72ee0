package io.millirun.portal.passkey;

import io.millirun.portal.account.Person;
import io.millirun.portal.account.UserId;
import io.millirun.portal.account.Users;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.webauthn.api.Bytes;
import org.springframework.security.web.webauthn.api.ImmutablePublicKeyCredentialUserEntity;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialUserEntity;
import org.springframework.security.web.webauthn.management.PublicKeyCredentialUserEntityRepository;
import org.springframework.stereotype.Component;

/** People as authenticators know them: by their id, so that another e-mail address or name keeps their passkeys. */
@Component
class PasskeyUsers implements PublicKeyCredentialUserEntityRepository {

    private static final int UUID_BYTES = 16;

    private final Users users;

    PasskeyUsers(Users users) {
        this.users = users;
    }

    @Override
    public @Nullable PublicKeyCredentialUserEntity findById(Bytes id) {
        return entity(userOf(id));
    }

    /** By the name of the authentication, which is the user's id. */
    @Override
    public @Nullable PublicKeyCredentialUserEntity findByUsername(String username) {
        return entity(new UserId(UUID.fromString(username)));
    }

    private @Nullable PublicKeyCredentialUserEntity entity(@Nullable UserId id) {
        Optional<Person> person = id == null ? Optional.empty() : users.person(id);
        return person.map(found -> ImmutablePublicKeyCredentialUserEntity.builder()
                        .id(handleOf(found.id()))
                        .name(found.email())
                        .displayName(found.name())
                        .build())
                .orElse(null);
    }

    @Override
    public void save(PublicKeyCredentialUserEntity entity) {
        throw new UnsupportedOperationException("people are made by sign-up");
    }

    @Override
    public void delete(Bytes id) {
        throw new UnsupportedOperationException("people are deleted on their account page");
    }

    static Bytes handleOf(UserId user) {
        return new Bytes(ByteBuffer.allocate(UUID_BYTES)
                .putLong(user.value().getMostSignificantBits())
                .putLong(user.value().getLeastSignificantBits())
                .array());
    }

    static @Nullable UserId userOf(Bytes handle) {
        if (handle.getBytes().length != UUID_BYTES) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.wrap(handle.getBytes());
        return new UserId(new UUID(bytes.getLong(), bytes.getLong()));
    }
}
