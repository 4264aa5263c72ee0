package io.millirun.portal.functions;

import io.millirun.kernel.TenantId;
import io.millirun.portal.audit.Actor;
import io.millirun.portal.git.GitCheckout;
import io.millirun.portal.git.GitSources;
import io.millirun.runtimemanager.functions.DeployedFunction;
import io.millirun.runtimemanager.functions.FunctionName;
import io.millirun.runtimemanager.functions.FunctionSettings;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Deploys what was fetched from a repository, and notes where it came from. */
@Service
class GitDeployments {

    private final FunctionActs acts;
    private final GitSources sources;

    GitDeployments(FunctionActs acts, GitSources sources) {
        this.acts = acts;
        this.sources = sources;
    }

    @Transactional
    public DeployedFunction create(
            TenantId tenant, Actor actor, String name, FunctionSettings settings, GitCheckout checkout) {
        DeployedFunction made = acts.create(tenant, actor, name, settings, checkout.code());
        sources.keep(tenant, made.latest().function(), checkout);
        return made;
    }

    @Transactional
    public DeployedFunction deploy(TenantId tenant, Actor actor, FunctionName name, GitCheckout checkout) {
        DeployedFunction changed = acts.deploy(tenant, actor, name, checkout.code());
        sources.keep(tenant, changed.latest().function(), checkout);
        return changed;
    }
}
