package io.millirun.portal.functions;

import io.millirun.kernel.TenantId;
import io.millirun.portal.audit.Actor;
import io.millirun.portal.audit.AuditLog;
import io.millirun.runtimemanager.builds.Builds;
import io.millirun.runtimemanager.code.CodePackage;
import io.millirun.runtimemanager.functions.Alias;
import io.millirun.runtimemanager.functions.AliasTarget;
import io.millirun.runtimemanager.functions.Aliases;
import io.millirun.runtimemanager.functions.DeployedFunction;
import io.millirun.runtimemanager.functions.DeployedVersion;
import io.millirun.runtimemanager.functions.FunctionCatalog;
import io.millirun.runtimemanager.functions.FunctionName;
import io.millirun.runtimemanager.functions.FunctionSettings;
import io.millirun.runtimemanager.functions.PublishedVersions;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What programs do to functions, each act with its entry in the audit log. */
@Service
class FunctionActs {

    private final FunctionCatalog catalog;
    private final Builds builds;
    private final PublishedVersions versions;
    private final Aliases aliases;
    private final AuditLog audit;

    FunctionActs(FunctionCatalog catalog, Builds builds, PublishedVersions versions, Aliases aliases, AuditLog audit) {
        this.catalog = catalog;
        this.builds = builds;
        this.versions = versions;
        this.aliases = aliases;
        this.audit = audit;
    }

    @Transactional
    public DeployedFunction create(
            TenantId tenant, Actor actor, String name, FunctionSettings settings, CodePackage code) {
        DeployedFunction made = builds.create(tenant, name, settings, code);
        audit.record(tenant, actor, "function.create", name);
        return made;
    }

    @Transactional
    public DeployedFunction configure(
            TenantId tenant, Actor actor, FunctionName name, FunctionSettings settings, UUID revision) {
        DeployedFunction changed = catalog.updateConfiguration(tenant, name, settings, revision);
        audit.record(tenant, actor, "function.configure", name.value());
        return changed;
    }

    @Transactional
    public DeployedFunction deploy(TenantId tenant, Actor actor, FunctionName name, CodePackage code) {
        DeployedFunction changed = builds.updateCode(tenant, name, code, null);
        audit.record(tenant, actor, "function.deploy", name.value());
        return changed;
    }

    @Transactional
    public void delete(TenantId tenant, Actor actor, FunctionName name) {
        catalog.delete(tenant, name);
        audit.record(tenant, actor, "function.delete", name.value());
    }

    @Transactional
    public DeployedVersion publish(TenantId tenant, Actor actor, FunctionName name, @Nullable String description) {
        DeployedVersion published = versions.publish(tenant, name, description, null, null);
        audit.record(
                tenant,
                actor,
                "version.publish",
                name + ":" + published.version().version());
        return published;
    }

    @Transactional
    public void deleteVersion(TenantId tenant, Actor actor, FunctionName name, int number) {
        versions.delete(tenant, name, number);
        audit.record(tenant, actor, "version.delete", name + ":" + number);
    }

    /** Makes an alias, or points the one of that name elsewhere. */
    @Transactional
    public Alias point(
            TenantId tenant,
            Actor actor,
            FunctionName name,
            String alias,
            @Nullable String description,
            AliasTarget target) {
        boolean there = aliases.find(tenant, name, alias).isPresent();
        Alias pointed = there
                ? aliases.update(tenant, name, alias, description, target, null)
                : aliases.create(tenant, name, alias, description == null ? "" : description, target);
        audit.record(
                tenant, actor, there ? "alias.point" : "alias.create", name + ":" + alias + " → " + target.version());
        return pointed;
    }

    @Transactional
    public void deleteAlias(TenantId tenant, Actor actor, FunctionName name, String alias) {
        aliases.delete(tenant, name, alias);
        audit.record(tenant, actor, "alias.delete", name + ":" + alias);
    }
}
