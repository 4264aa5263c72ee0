package io.millirun.portal.functions;

import io.millirun.portal.audit.Actor;
import io.millirun.portal.audit.AuditLog;
import io.millirun.portal.organization.Member;
import io.millirun.runtimemanager.builds.Builds;
import io.millirun.runtimemanager.code.CodePackage;
import io.millirun.runtimemanager.functions.DeployedFunction;
import io.millirun.runtimemanager.functions.FunctionCatalog;
import io.millirun.runtimemanager.functions.FunctionCode;
import io.millirun.runtimemanager.functions.FunctionName;
import io.millirun.runtimemanager.functions.FunctionSettings;
import io.millirun.runtimemanager.functions.FunctionUrl;
import io.millirun.runtimemanager.functions.InvokeMode;
import io.millirun.runtimemanager.functions.UrlConfigs;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What members do to functions, each act with its entry in the audit log. */
@Service
class Deployments {

    private final FunctionCatalog catalog;
    private final Builds builds;
    private final UrlConfigs urls;
    private final AuditLog audit;

    Deployments(FunctionCatalog catalog, Builds builds, UrlConfigs urls, AuditLog audit) {
        this.catalog = catalog;
        this.builds = builds;
        this.urls = urls;
        this.audit = audit;
    }

    @Transactional
    DeployedFunction create(Member member, String address, String name, FunctionSettings settings, CodePackage code) {
        DeployedFunction made = builds.create(member.organization(), name, settings, code);
        record(member, address, "function.create", made.name());
        return made;
    }

    /** @param answers how the function's URL answers */
    @Transactional
    DeployedFunction create(
            Member member,
            String address,
            String name,
            FunctionSettings settings,
            CodePackage code,
            InvokeMode answers) {
        DeployedFunction made = create(member, address, name, settings, code);
        if (answers != InvokeMode.BUFFERED) {
            urls.update(
                    member.organization(),
                    made.name(),
                    "",
                    url -> new FunctionUrl(url.auth(), url.cors(), answers, url.figures()));
        }
        return made;
    }

    @Transactional
    DeployedFunction create(Member member, String address, String name, FunctionSettings settings, FunctionCode code) {
        DeployedFunction made = builds.create(member.organization(), name, settings, code);
        record(member, address, "function.create", made.name());
        return made;
    }

    @Transactional
    DeployedFunction updateImage(Member member, String address, FunctionName name, FunctionCode image, UUID revision) {
        DeployedFunction changed = builds.updateCode(member.organization(), name, image, null, revision);
        record(member, address, "function.deploy", name);
        return changed;
    }

    @Transactional
    DeployedFunction updateCode(Member member, String address, FunctionName name, CodePackage code, UUID revision) {
        DeployedFunction changed = builds.updateCode(member.organization(), name, code, revision);
        record(member, address, "function.deploy", name);
        return changed;
    }

    @Transactional
    DeployedFunction updateConfiguration(
            Member member, String address, FunctionName name, FunctionSettings settings, UUID revision) {
        DeployedFunction changed = catalog.updateConfiguration(member.organization(), name, settings, revision);
        record(member, address, "function.configure", name);
        return changed;
    }

    @Transactional
    void delete(Member member, String address, FunctionName name) {
        catalog.delete(member.organization(), name);
        record(member, address, "function.delete", name);
    }

    private void record(Member member, String address, String action, FunctionName name) {
        audit.record(member.organization(), Actor.of(member, address), action, name.value());
    }
}
