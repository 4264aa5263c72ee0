package io.millirun.portal.functions;

import io.millirun.portal.audit.Actor;
import io.millirun.portal.audit.AuditLog;
import io.millirun.portal.organization.Member;
import io.millirun.runtimemanager.functions.Alias;
import io.millirun.runtimemanager.functions.AliasTarget;
import io.millirun.runtimemanager.functions.Aliases;
import io.millirun.runtimemanager.functions.DeployedVersion;
import io.millirun.runtimemanager.functions.FunctionName;
import io.millirun.runtimemanager.functions.PublishedVersions;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What members do to versions and aliases, each act with its entry in the audit log. */
@Service
class Releases {

    private final PublishedVersions versions;
    private final Aliases aliases;
    private final AuditLog audit;

    Releases(PublishedVersions versions, Aliases aliases, AuditLog audit) {
        this.versions = versions;
        this.aliases = aliases;
        this.audit = audit;
    }

    /** @param description of the version; null for the function's */
    @Transactional
    DeployedVersion publish(Member member, String address, FunctionName name, @Nullable String description) {
        DeployedVersion published = versions.publish(member.organization(), name, description, null, null);
        record(
                member,
                address,
                "version.publish",
                name + ":" + published.version().version());
        return published;
    }

    @Transactional
    void restore(Member member, String address, FunctionName name, int number, UUID revision) {
        versions.restore(member.organization(), name, number, revision);
        record(member, address, "version.restore", name + ":" + number);
    }

    @Transactional
    void delete(Member member, String address, FunctionName name, int number) {
        versions.delete(member.organization(), name, number);
        record(member, address, "version.delete", name + ":" + number);
    }

    @Transactional
    void create(
            Member member, String address, FunctionName name, String alias, String description, AliasTarget target) {
        aliases.create(member.organization(), name, alias, description, target);
        record(member, address, "alias.create", name + ":" + alias + " → " + words(target));
    }

    @Transactional
    void point(Member member, String address, FunctionName name, Alias alias, AliasTarget target) {
        aliases.update(member.organization(), name, alias.name(), null, target, alias.revision());
        record(member, address, "alias.point", name + ":" + alias.name() + " → " + words(target));
    }

    @Transactional
    void deleteAlias(Member member, String address, FunctionName name, String alias) {
        aliases.delete(member.organization(), name, alias);
        record(member, address, "alias.delete", name + ":" + alias);
    }

    private static String words(AliasTarget target) {
        return target.additionalVersion() == null
                ? target.version()
                : target.version() + ", " + target.additionalVersion() + " × " + target.additionalWeight();
    }

    private void record(Member member, String address, String action, String subject) {
        audit.record(member.organization(), Actor.of(member, address), action, subject);
    }
}
