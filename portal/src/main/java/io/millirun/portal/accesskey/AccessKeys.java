package io.millirun.portal.accesskey;

import io.millirun.kernel.TenantId;
import io.millirun.portal.account.UserId;
import io.millirun.portal.audit.Actor;
import io.millirun.portal.audit.AuditLog;
import io.millirun.portal.database.Changes;
import io.millirun.portal.organization.Member;
import io.millirun.runtimemanager.Caller;
import io.millirun.runtimemanager.Grants;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
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
        CreatedKey made = make(creator, name, grants, life, null);
        audit.record(organization, actor, "access-key.create", name + " (" + made.id() + ")");
        return made;
    }

    private CreatedKey make(
            UserId creator, String name, Grants grants, @Nullable Duration life, @Nullable String replaces) {
        AccessKeyToken token = AccessKeyToken.next();
        Instant now = clock.instant();
        entities.persist(new AccessKey(
                token.keyId(),
                name,
                sealer.seal(token),
                grants,
                creator.value(),
                now,
                life == null ? null : now.plus(life),
                replaces));
        entities.flush();
        return new CreatedKey(token.keyId(), name, token.secret(), token.bearerToken());
    }

    /** What came of a rotation. */
    public sealed interface Rotation {

        /** The new key; the old one works a while longer. */
        record Rotated(CreatedKey key) implements Rotation {}

        /** The organization has no such key. */
        record Unknown() implements Rotation {}

        /** The key does not work any more: there is nothing to take over from. */
        record Over() implements Rotation {}

        /** Another key takes over from it already, and both work. */
        record UnderWay(String by) implements Rotation {}

        /** Whoever asks may not have a key that can do so much. */
        record NotYours() implements Rotation {}
    }

    /**
     * Makes a key that takes over from another: of the same name, for the same, and for as long. Both work until
     * {@code grace} is over, so that programs can change without a gap.
     *
     * @param allowed whether whoever asks may have a key with these grants
     */
    @Transactional
    public Rotation rotate(
            TenantId organization, UserId creator, Actor actor, String id, Duration grace, Predicate<Grants> allowed) {
        Optional<AccessKey> found = find(organization, id);
        if (found.isEmpty()) {
            return new Rotation.Unknown();
        }
        AccessKey old = found.get();
        entities.lock(old, LockModeType.PESSIMISTIC_WRITE);
        Instant now = clock.instant();
        if (!allowed.test(old.grants())) {
            return new Rotation.NotYours();
        }
        if (old.view(now).status() != AccessKeyView.Status.ACTIVE) {
            return new Rotation.Over();
        }
        Optional<AccessKeyView> heir = list(organization).stream()
                .filter(key -> id.equals(key.replaces()) && key.status() == AccessKeyView.Status.ACTIVE)
                .findFirst();
        if (heir.isPresent()) {
            return new Rotation.UnderWay(heir.get().id());
        }
        CreatedKey made = make(creator, old.name(), old.grants(), old.life(), id);
        old.expireBy(now.plus(grace));
        audit.record(
                organization,
                actor,
                "access-key.rotate",
                old.name() + " (" + id + " by " + made.id() + ", both until " + now.plus(grace) + ")");
        changes.publish(CHANNEL, id);
        return new Rotation.Rotated(made);
    }

    /** Who made a key. */
    @Transactional(readOnly = true)
    public Optional<UserId> creator(TenantId organization, String id) {
        return find(organization, id).map(key -> new UserId(key.creator()));
    }

    /** The operator on whose behalf a key acts, for the operators' log; its organization must be the current tenant. */
    @Transactional(readOnly = true)
    public Actor operator(Caller caller, @Nullable String address) {
        UserId maker = creator(caller.tenant(), caller.name())
                .orElseThrow(() -> new IllegalStateException("a key without a maker: " + caller.name()));
        return new Actor(Actor.Kind.OPERATOR, maker.toString(), caller.name(), address);
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
