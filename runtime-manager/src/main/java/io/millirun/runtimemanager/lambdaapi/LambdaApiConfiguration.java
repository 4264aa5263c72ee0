package io.millirun.runtimemanager.lambdaapi;

import io.millirun.runtimemanager.ActLog;
import io.millirun.runtimemanager.ChangeGuard;
import io.millirun.runtimemanager.ConcurrencyLimits;
import io.millirun.runtimemanager.EngineProperties;
import io.millirun.runtimemanager.builds.Builds;
import io.millirun.runtimemanager.code.CodePackages;
import io.millirun.runtimemanager.events.EventPolicies;
import io.millirun.runtimemanager.functions.Aliases;
import io.millirun.runtimemanager.functions.CodeStorage;
import io.millirun.runtimemanager.functions.EnvironmentKey;
import io.millirun.runtimemanager.functions.FunctionCatalog;
import io.millirun.runtimemanager.functions.FunctionNotes;
import io.millirun.runtimemanager.functions.Layers;
import io.millirun.runtimemanager.functions.PublishedVersions;
import io.millirun.runtimemanager.functions.Reservations;
import io.millirun.runtimemanager.functions.UrlConfigs;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The Lambda API of a runtime-manager. */
@Configuration(proxyBeanMethods = false)
public class LambdaApiConfiguration {

    @Bean
    LambdaApi lambdaApi(
            FunctionCatalog catalog,
            PublishedVersions versions,
            Aliases aliases,
            UrlConfigs urls,
            Layers layers,
            FunctionNotes notes,
            Reservations reservations,
            EventPolicies policies,
            CodePackages packages,
            CodeStorage storage,
            Builds builds,
            ObjectProvider<ConcurrencyLimits> limits,
            ObjectProvider<ChangeGuard> guard,
            ObjectProvider<ActLog> acts,
            PlatformTransactionManager transactions,
            EnvironmentKey key,
            EngineProperties engine,
            Clock clock) {
        var links = new CodeLinks(key, clock);
        var code = new CodeReader(packages);
        var routes = new Routes();
        new FunctionOperations(
                        catalog,
                        versions,
                        notes,
                        reservations,
                        builds,
                        new SettingsReader(new LayerUses(layers)),
                        code,
                        links)
                .addTo(routes);
        new VersionOperations(versions, aliases).addTo(routes);
        new UrlOperations(urls, (request, url) -> address(request, url.id(), engine.functionsDomain())).addTo(routes);
        new EventOperations(policies, versions).addTo(routes);
        new LayerOperations(layers, code, links).addTo(routes);
        new NoteOperations(notes, versions).addTo(routes);
        new AccountOperations(
                        reservations,
                        storage,
                        limits.getIfAvailable(
                                () -> ConcurrencyLimits.ofEveryOrganization(engine.concurrencyPerOrganization())))
                .addTo(routes);
        new PolicyOperations(notes, versions).addTo(routes);
        new PolicyDocuments(notes, versions).addTo(routes);
        new NotOffered(catalog).addTo(routes);
        return new LambdaApi(
                routes,
                links,
                packages,
                guard.getIfAvailable(() -> ChangeGuard.OPEN),
                acts.getIfAvailable(() -> ActLog.NONE),
                new TransactionTemplate(transactions),
                engine.region());
    }

    /** By the opaque id alone: as a host of the functions' domain where there is one, else as a path of the gateway. */
    private static String address(ApiRequest request, String id, String domain) {
        return domain.isEmpty() ? request.gateway() + "/url/" + id + "/" : "https://" + id + "." + domain + "/";
    }
}
