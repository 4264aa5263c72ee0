package io.millirun.portal.accesskey;

import io.millirun.kernel.TenantId;
import io.millirun.portal.account.UserId;
import io.millirun.portal.audit.Actor;
import io.millirun.portal.audit.AuditLog;
import io.millirun.portal.database.Changes;
import io.millirun.portal.organization.Member;
import io.millirun.runtimemanager.Grants;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** An organization's access keys: made, listed and revoked. */
@Repository
public class AccessKeys {

    /** Where revocations are announced, with the key's id. */
    static final String CHANNEL = "access_keys";

    private final EntityManager entities;
    private final KeySealer sealer;
    private final AuditLog audit;
    private final Changes changes;
    private final Clock clock;

    AccessKeys(EntityManager entities, KeySealer sealer, AuditLog audit, Changes changes, Clock clock) {
        this.entities = entities;
        this.sealer = sealer;
        this.audit = audit;
        this.changes = changes;
        this.clock = clock;
    }

    /** A new key, the only time its secret is told. */
    public record CreatedKey(String id, String name, String secret, String bearerToken) {

        @Override
        public String toString() {
            return "CreatedKey[" + id + "]";
        }
    }

    /**
     * Makes a key for a member.
     *
     * @param grants what it may be used for
     * @param life how long it works; null without end
     * @param address the network address the request came from
     */
    @Transactional
    public CreatedKey create(
            Member member, String name, Grants grants, @Nullable Duration life, @Nullable String address) {
        return create(member.organization(), member.user(), Actor.of(member, address), name, grants, life);
    }

    /** Makes a key on behalf of {@code creator}. */
    @Transactional
    public CreatedKey create(
            TenantId organization, UserId creator, Actor actor, String name, Grants grants, @Nullable Duration life) {
        AccessKeyToken token = AccessKeyToken.next();
        Instant now = clock.instant();
        entities.persist(new AccessKey(
                token.keyId(),
                name,
                sealer.seal(token),
                grants,
                creator.value(),
                now,
                life == null ? null : now.plus(life)));
        entities.flush();
        audit.record(organization, actor, "access-key.create", name + " (" + token.keyId() + ")");
        return new CreatedKey(token.keyId(), name, token.secret(), token.bearerToken());
    }

    /** Who made a key. */
    @Transactional(readOnly = true)
    public Optional<UserId> creator(TenantId organization, String id) {
        return find(organization, id).map(key -> new UserId(key.creator()));
    }

    /** The organization's keys, the newest first, revoked ones included. */
    @Transactional(readOnly = true)
    public List<AccessKeyView> list(TenantId organization) {
        Instant now = clock.instant();
        return entities.createQuery(
                        "from AccessKey where tenantId = :tenant order by createdAt desc, id", AccessKey.class)
                .setParameter("tenant", organization.value())
                .getResultStream()
                .map(key -> key.view(now))
                .toList();
    }

    /** Revokes a key everywhere within a second; empty if the organization has no such key. */
    @Transactional
    public Optional<AccessKeyView> revoke(Member member, String id, @Nullable String address) {
        return revoke(member.organization(), Actor.of(member, address), id);
    }

    /** Revokes a key everywhere within a second; empty if the organization has no such key. */
    @Transactional
    public Optional<AccessKeyView> revoke(TenantId organization, Actor actor, String id) {
        return find(organization, id).map(key -> {
            if (!key.isRevoked()) {
                key.revoke(clock.instant());
                AccessKeyView view = key.view(clock.instant());
                audit.record(organization, actor, "access-key.revoke", view.name() + " (" + id + ")");
                changes.publish(CHANNEL, id);
            }
            return key.view(clock.instant());
        });
    }

    private Optional<AccessKey> find(TenantId organization, String id) {
        return entities.createQuery("from AccessKey where tenantId = :tenant and id = :id", AccessKey.class)
                .setParameter("tenant", organization.value())
                .setParameter("id", id)
                .getResultStream()
                .findFirst();
    }
}
