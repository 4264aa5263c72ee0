package io.millirun.runtimemanager.engine;

import io.micrometer.core.instrument.MeterRegistry;
import io.millirun.kernel.MemorySize;
import io.millirun.kernel.TenantId;
import io.millirun.metering.spool.UsageSpool;
import io.millirun.runtimemanager.Callers;
import io.millirun.runtimemanager.ConcurrencyLimits;
import io.millirun.runtimemanager.EngineProperties;
import io.millirun.runtimemanager.Obstacle;
import io.millirun.runtimemanager.Organizations;
import io.millirun.runtimemanager.RuntimeManagerProperties;
import io.millirun.runtimemanager.SigningKeys;
import io.millirun.runtimemanager.SpendGuard;
import io.millirun.runtimemanager.Tariffs;
import io.millirun.runtimemanager.builds.BuildSandbox;
import io.millirun.runtimemanager.code.CodeBundle;
import io.millirun.runtimemanager.code.CodeBundles;
import io.millirun.runtimemanager.docker.DockerEngine;
import io.millirun.runtimemanager.docker.DockerSettings;
import io.millirun.runtimemanager.events.EventIntake;
import io.millirun.runtimemanager.events.EventProperties;
import io.millirun.runtimemanager.export.ExportLinks;
import io.millirun.runtimemanager.export.ImageExports;
import io.millirun.runtimemanager.export.VersionImages;
import io.millirun.runtimemanager.functions.DeployedCode;
import io.millirun.runtimemanager.functions.FunctionDirectory;
import io.millirun.runtimemanager.functions.FunctionListener;
import io.millirun.runtimemanager.functions.FunctionName;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.functions.UrlOwner;
import io.millirun.runtimemanager.gateway.FunctionLookup;
import io.millirun.runtimemanager.gateway.Gateway;
import io.millirun.runtimemanager.gateway.GatewaySettings;
import io.millirun.runtimemanager.gateway.ImageDownloads;
import io.millirun.runtimemanager.housekeeping.ImageStore;
import io.millirun.runtimemanager.instances.Fleet;
import io.millirun.runtimemanager.instances.FleetSettings;
import io.millirun.runtimemanager.instances.InstanceDriver;
import io.millirun.runtimemanager.instances.StemSettings;
import io.millirun.runtimemanager.invocation.Invocations;
import io.millirun.runtimemanager.invocation.RunningOutput;
import io.millirun.runtimemanager.lambdaapi.LambdaApi;
import io.millirun.runtimemanager.logs.LogProperties;
import io.millirun.runtimemanager.logs.LogSink;
import io.millirun.runtimemanager.runtimeapi.RuntimeApi;
import io.millirun.runtimemanager.runtimeapi.RuntimeApiSettings;
import io.millirun.runtimemanager.runtimes.ImagePresence;
import io.millirun.runtimemanager.runtimes.RuntimeCatalogue;
import io.millirun.runtimemanager.runtimes.RuntimeImages;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans of the runtime-manager role. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EngineProperties.class)
public class EngineConfiguration {

    private static final int INLINE_CODE_BYTES = 256 * 1024;

    /** On AWS Lambda, too, an answer may be that much larger than an event. */
    private static final int ANSWER_MARGIN = 100;

    @Bean(destroyMethod = "close")
    Vertx vertx(EngineProperties properties) {
        int loops = properties.eventLoops() > 0
                ? properties.eventLoops()
                : Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        return Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops).setPreferNativeTransport(true));
    }

    @Bean(destroyMethod = "close")
    DockerEngine dockerEngine(
            EngineProperties properties, RuntimeManagerProperties manager, @Value("${millirun.data:data}") Path data)
            throws UnknownHostException {
        return DockerEngine.connect(new DockerSettings(
                "",
                Installation.of(data).name(),
                node(manager),
                UUID.randomUUID().toString(),
                properties.runtimeApiPort(),
                properties.logPort(),
                properties.pidsLimit(),
                properties.openFiles(),
                properties.ociRuntime(),
                properties.gatewayPort(),
                properties.allowedNetworks(),
                properties.engineTimeout()));
    }

    @Bean
    ImagePresence imagePresence(DockerEngine engine) {
        return engine::imageId;
    }

    @Bean
    BuildSandbox buildSandbox(DockerEngine engine) {
        return engine.builds();
    }

    @Bean
    VersionImages versionImages(
            CodeBundles bundles, RuntimeCatalogue runtimes, RuntimeImages images, DockerEngine engine) {
        return new ImageExports(bundles, runtimes, images, engine.exports());
    }

    @Bean
    ImageStore imageStore(DockerEngine engine) {
        return engine.images();
    }

    @Bean
    Fleet fleet(
            EngineProperties properties,
            InstanceDriver driver,
            RuntimeCatalogue catalogue,
            RuntimeImages images,
            ObjectProvider<ConcurrencyLimits> limits,
            Vertx vertx,
            Clock clock) {
        return Fleet.of(
                fleetSettings(properties),
                driver,
                new ImageStems(catalogue, images),
                limits.getIfAvailable(
                        () -> ConcurrencyLimits.ofEveryOrganization(properties.concurrencyPerOrganization())),
                Executors.newVirtualThreadPerTaskExecutor(),
                (delay, task) -> vertx.setTimer(Math.max(1, delay.toMillis()), _ -> task.run()),
                clock,
                System::nanoTime);
    }

    @Bean
    FunctionListener functionListener(Fleet fleet, CodeBundles bundles) {
        return new FunctionListener() {
            @Override
            public Set<UUID> revisionsInUse() {
                return fleet.revisions();
            }

            @Override
            public void superseded(UUID revision) {
                fleet.supersede(revision);
            }

            @Override
            public void deployed(DeployedCode code) {
                bundles.fetchAhead(code.tenant(), code.digest(), code.layers());
            }
        };
    }

    @Bean
    RuntimeApi runtimeApi(Vertx vertx, EngineProperties properties, Fleet fleet, CodeBundles bundles, Clock clock) {
        var settings = new RuntimeApiSettings(
                properties.region(),
                properties.runtimeApiPort(),
                Math.toIntExact(properties.payloadLimit().toBytes()) + ANSWER_MARGIN,
                properties.streamLimit().toBytes(),
                INLINE_CODE_BYTES);
        return new RuntimeApi(
                vertx,
                settings,
                fleet,
                fleet.measurement(),
                version -> version.imageUri() == null
                        ? bundles.of(version.tenant(), version.codeDigest(), version.layerDigests())
                        : CompletableFuture.completedFuture(CodeBundle.NONE),
                clock);
    }

    @Bean
    Invocations invocations(
            Fleet fleet,
            Tariffs tariffs,
            SpendGuard spend,
            EngineProperties properties,
            UsageSpool spool,
            LogSink logs,
            RuntimeManagerProperties manager,
            RuntimeCatalogue catalogue,
            MeterRegistry registry)
            throws UnknownHostException {
        var metrics = new FleetMetrics(fleet, catalogue, registry);
        return new Invocations(
                fleet,
                tariffs,
                spend,
                properties.initTimeout(),
                record -> {
                    spool.append(record);
                    metrics.count(record);
                },
                logs,
                node(manager),
                System::nanoTime);
    }

    @Bean(destroyMethod = "close")
    RunningOutput runningOutput(Fleet fleet, LogSink logs, LogProperties properties) {
        return RunningOutput.keep(fleet, logs, properties.progress());
    }

    @Bean
    Gateway gateway(
            Vertx vertx,
            EngineProperties properties,
            Callers callers,
            SigningKeys keys,
            LambdaApi api,
            Organizations organizations,
            FunctionDirectory functions,
            Invocations invocations,
            EventIntake events,
            EventProperties eventProperties,
            ExportLinks exportLinks,
            VersionImages versionImages,
            Readiness readiness,
            Clock clock) {
        var settings = new GatewaySettings(
                properties.gatewayPort(),
                Math.toIntExact(properties.payloadLimit().toBytes()),
                Math.toIntExact(eventProperties.payloadLimit().toBytes()),
                properties.region(),
                properties.functionsDomain(),
                properties.portalCookies());
        return new Gateway(
                vertx,
                settings,
                callers,
                keys,
                api,
                organizations,
                lookup(functions),
                invocations,
                events,
                new ImageDownloads(vertx, exportLinks, versionImages, lookup(functions)),
                clock,
                readiness::obstacle);
    }

    private static FunctionLookup lookup(FunctionDirectory functions) {
        return new FunctionLookup() {
            @Override
            public CompletionStage<Optional<FunctionVersion>> resolve(
                    TenantId tenant, FunctionName name, String qualifier) {
                return functions.resolve(tenant, name, qualifier);
            }

            @Override
            public CompletionStage<Optional<UrlOwner>> owner(String urlId) {
                return functions.owner(urlId);
            }
        };
    }

    @Bean
    Readiness engineReadiness(
            DockerEngine engine, RuntimeImages images, UsageSpool spool, EngineProperties properties) {
        return new Readiness(engine, images, spool, properties.probeInterval());
    }

    @Bean
    Obstacle obstacle(Readiness readiness) {
        return readiness::obstacle;
    }

    @Bean
    Engine engine(
            EngineProperties properties,
            Vertx vertx,
            DockerEngine driver,
            Fleet fleet,
            RuntimeApi runtimeApi,
            Gateway gateway,
            Readiness readiness) {
        return new Engine(properties, vertx, driver, fleet, runtimeApi, gateway, readiness);
    }

    private static FleetSettings fleetSettings(EngineProperties properties) {
        long machine = ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getTotalMemorySize();
        long memory = properties.memory().toBytes() > 0 ? properties.memory().toBytes() : machine / 4 * 3;
        return new FleetSettings(
                new StemSettings(
                        properties.stems(),
                        Math.max(properties.stems(), properties.mostStems()),
                        new MemorySize(Math.toIntExact(properties.stemClass().toMegabytes())),
                        properties.refillCpuPercent(),
                        properties.refillQuiet(),
                        properties.refillPatience()),
                properties.parallelStarts() > 0
                        ? properties.parallelStarts()
                        : Runtime.getRuntime().availableProcessors(),
                Math.toIntExact(memory >> 20),
                properties.queuePerFunction(),
                properties.queueWait(),
                properties.freezeAfter(),
                properties.idleTimeout(),
                properties.initTimeout(),
                properties.startTimeout(),
                Math.toIntExact(properties.logLimit().toBytes()));
    }

    private static String node(RuntimeManagerProperties manager) throws UnknownHostException {
        return manager.node().isEmpty() ? InetAddress.getLocalHost().getHostName() : manager.node();
    }
}
