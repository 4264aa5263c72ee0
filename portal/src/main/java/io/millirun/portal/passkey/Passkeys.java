package io.millirun.portal.passkey;

import io.millirun.portal.account.UserId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.web.webauthn.api.AuthenticatorTransport;
import org.springframework.security.web.webauthn.api.Bytes;
import org.springframework.security.web.webauthn.api.CredentialRecord;
import org.springframework.security.web.webauthn.api.ImmutableCredentialRecord;
import org.springframework.security.web.webauthn.api.ImmutablePublicKeyCose;
import org.springframework.security.web.webauthn.api.PublicKeyCredentialType;
import org.springframework.security.web.webauthn.management.UserCredentialRepository;
import org.springframework.stereotype.Repository;

/** The passkeys of all people. */
@Repository
public class Passkeys implements UserCredentialRepository {

    private final JdbcClient jdbc;

    Passkeys(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A passkey as its owner sees it.
     *
     * @param id base64url
     */
    public record Passkey(String id, String label, Instant createdAt, Instant lastUsedAt) {}

    /** Somebody's passkeys, the oldest first. */
    public List<Passkey> of(UserId user) {
        return findByUserId(PasskeyUsers.handleOf(user)).stream()
                .map(record -> new Passkey(
                        record.getCredentialId().toBase64UrlString(),
                        record.getLabel(),
                        record.getCreated(),
                        record.getLastUsed()))
                .toList();
    }

    /** Removes a passkey of that person; whether there was one. */
    public boolean remove(UserId user, String id) {
        return jdbc.sql("delete from portal.passkeys where user_id = ? and id = ?")
                        .params(user.value(), Bytes.fromBase64(id).getBytes())
                        .update()
                == 1;
    }

    @Override
    public void delete(Bytes credentialId) {
        jdbc.sql("delete from portal.passkeys where id = ?")
                .param(credentialId.getBytes())
                .update();
    }

    @Override
    public void save(CredentialRecord record) {
        UserId user = Objects.requireNonNull(PasskeyUsers.userOf(record.getUserEntityUserId()), "a user's id");
        jdbc.sql("""
                        insert into portal.passkeys
                            (id, user_id, label, public_key, signature_count, uv_initialized, transports, backup_eligible,
                             backup_state, attestation_object, attestation_client_data, created_at, last_used_at)
                        values (:id, :user, :label, :key, :count, :uv, :transports, :eligible, :state, :object, :data,
                            :created, :used)
                        on conflict (id) do update set signature_count = excluded.signature_count,
                            uv_initialized = excluded.uv_initialized, backup_state = excluded.backup_state,
                            last_used_at = excluded.last_used_at""")
                .param("id", record.getCredentialId().getBytes())
                .param("user", user.value())
                .param("label", record.getLabel())
                .param("key", record.getPublicKey().getBytes())
                .param("count", record.getSignatureCount())
                .param("uv", record.isUvInitialized())
                .param(
                        "transports",
                        record.getTransports().stream()
                                .map(AuthenticatorTransport::getValue)
                                .collect(Collectors.joining(",")))
                .param("eligible", record.isBackupEligible())
                .param("state", record.isBackupState())
                .param("object", bytes(record.getAttestationObject()))
                .param("data", bytes(record.getAttestationClientDataJSON()))
                .param("created", Timestamp.from(record.getCreated()))
                .param("used", Timestamp.from(record.getLastUsed()))
                .update();
    }

    private static byte @Nullable [] bytes(@Nullable Bytes bytes) {
        return bytes == null ? null : bytes.getBytes();
    }

    @Override
    public @Nullable CredentialRecord findByCredentialId(Bytes credentialId) {
        return jdbc.sql("select * from portal.passkeys where id = ?")
                .param(credentialId.getBytes())
                .query((row, _) -> record(row))
                .optional()
                .orElse(null);
    }

    @Override
    public List<CredentialRecord> findByUserId(Bytes handle) {
        UserId user = PasskeyUsers.userOf(handle);
        return user == null
                ? List.of()
                : jdbc.sql("select * from portal.passkeys where user_id = ? order by created_at")
                        .param(user.value())
                        .query((row, _) -> record(row))
                        .list();
    }

    private static CredentialRecord record(ResultSet row) throws SQLException {
        Set<AuthenticatorTransport> transports = Arrays.stream(
                        row.getString("transports").split(","))
                .filter(word -> !word.isEmpty())
                .map(AuthenticatorTransport::valueOf)
                .collect(Collectors.toSet());
        return ImmutableCredentialRecord.builder()
                .credentialType(PublicKeyCredentialType.PUBLIC_KEY)
                .credentialId(new Bytes(row.getBytes("id")))
                .userEntityUserId(PasskeyUsers.handleOf(new UserId(row.getObject("user_id", UUID.class))))
                .label(row.getString("label"))
                .publicKey(new ImmutablePublicKeyCose(row.getBytes("public_key")))
                .signatureCount(row.getLong("signature_count"))
                .uvInitialized(row.getBoolean("uv_initialized"))
                .transports(transports)
                .backupEligible(row.getBoolean("backup_eligible"))
                .backupState(row.getBoolean("backup_state"))
                .attestationObject(new Bytes(row.getBytes("attestation_object")))
                .attestationClientDataJSON(new Bytes(row.getBytes("attestation_client_data")))
                .created(row.getTimestamp("created_at").toInstant())
                .lastUsed(row.getTimestamp("last_used_at").toInstant())
                .build();
    }
}
