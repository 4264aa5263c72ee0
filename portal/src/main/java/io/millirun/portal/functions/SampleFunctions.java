package io.millirun.portal.functions;

import io.millirun.portal.PortalProperties;
import io.millirun.portal.organization.Member;
import io.millirun.runtimemanager.code.CodePackage;
import io.millirun.runtimemanager.code.CodePackages;
import io.millirun.runtimemanager.functions.DeployedFunction;
import io.millirun.runtimemanager.functions.FunctionCatalog;
import io.millirun.runtimemanager.functions.FunctionName;
import io.millirun.runtimemanager.functions.FunctionSettings;
import io.millirun.runtimemanager.functions.HandlerFile;
import io.millirun.runtimemanager.functions.UrlAuth;
import io.millirun.runtimemanager.runtimes.FunctionRuntime;
import io.millirun.runtimemanager.runtimes.RuntimeCatalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Service;

/** Functions made from the starters, to try the platform with. */
@Service
public class SampleFunctions {

    /** The starters that answer whoever asks; a webhook wants a signature. */
    private static final List<String> STARTERS = List.of("http-api", "hello", "report");

    private final Starters starters;
    private final RuntimeCatalogue runtimes;
    private final FunctionCatalog catalog;
    private final Deployments deployments;
    private final CodePackages packages;
    private final PortalProperties properties;

    SampleFunctions(
            Starters starters,
            RuntimeCatalogue runtimes,
            FunctionCatalog catalog,
            Deployments deployments,
            CodePackages packages,
            PortalProperties properties) {
        this.starters = starters;
        this.runtimes = runtimes;
        this.catalog = catalog;
        this.deployments = deployments;
        this.packages = packages;
        this.properties = properties;
    }

    /** A sample function and where it answers. */
    public record Sample(String name, String url, String runtime) {}

    /**
     * Removes all functions of the member's organization and deploys the samples, open to anyone, in
     * every runtime whose code runs as it is written.
     */
    public List<Sample> deploy(Member member, String address) {
        catalog.list(member.organization()).stream()
                .map(DeployedFunction::name)
                .forEach(name -> deployments.delete(member, address, name));
        List<Sample> samples = new ArrayList<>();
        for (FunctionRuntime runtime : runtimes.all()) {
            for (Starter starter : starters.ownOf(runtime.name())) {
                // What must be built first could not be called at once.
                if (STARTERS.contains(starter.id()) && starter.others().isEmpty()) {
                    samples.add(deploy(member, address, runtime, starter));
                }
            }
        }
        return samples;
    }

    private Sample deploy(Member member, String address, FunctionRuntime runtime, Starter starter) {
        String language = runtime.name().replaceAll("[0-9.].*", "");
        FunctionName name = new FunctionName(starter.id() + "-" + language);
        var settings = new FunctionSettings(
                runtime.name(),
                runtime.defaultHandler(),
                FunctionSettings.DEFAULT_MEMORY_MB,
                FunctionSettings.DEFAULT_TIMEOUT,
                Map.of(),
                "",
                UrlAuth.NONE);
        try (CodePackage code =
                packages.ofSources(Map.of(HandlerFile.nameFor(runtime, runtime.defaultHandler()), starter.source()))) {
            deployments.create(member, address, name.value(), settings, code);
        }
        String url = properties.gatewayUrl() + "/fn/" + member.organizationSlug() + "/" + name + "/";
        return new Sample(name.value(), url, runtime.name());
    }
}
