package io.millirun.runtimemanager.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.InternalServerErrorException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Ulimit;
import com.github.dockerjava.api.model.Volume;
import io.millirun.runtimemanager.builds.BuildSandbox;
import io.millirun.runtimemanager.cgroup.Cgroups;
import io.millirun.runtimemanager.export.ImageMaker;
import io.millirun.runtimemanager.housekeeping.ImageStore;
import io.millirun.runtimemanager.instances.BroughtImage;
import io.millirun.runtimemanager.instances.DriverException;
import io.millirun.runtimemanager.instances.InstanceDriver;
import io.millirun.runtimemanager.instances.InstanceSpec;
import io.millirun.runtimemanager.instances.Sandbox;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Runs instances as containers of a Docker Engine, hardened as DESIGN.md says. */
public final class DockerEngine implements InstanceDriver, AutoCloseable {

    private static final Volume[] WRITABLE = {new Volume("/var/task"), new Volume("/opt"), new Volume("/tmp")};

    /** Exit codes of a container that was killed or told to stop from outside; its first process cannot do so to itself. */
    private static final Set<Integer> SIGNALS_OF_THE_ENGINE = Set.of(128 + 9, 128 + 15);

    private static final Duration NEWS_OF_A_KILL = Duration.ofMillis(500);

    private final DockerSettings settings;
    private final EngineLine line;
    private final InstanceNetwork network;
    private final DockerBuilds builds;
    private @Nullable Firewall firewall;
    private final Set<String> killed = EngineWatch.killedContainers();
    private volatile @Nullable EngineWatch watch;

    private DockerEngine(DockerSettings settings, EngineLine line, InstanceNetwork network) {
        this.settings = settings;
        this.line = line;
        this.network = network;
        this.builds = new DockerBuilds(line, settings, network);
    }

    /**
     * Connects to the engine and makes sure of the instances' network.
     *
     * @throws DriverException if the engine does not answer
     */
    public static DockerEngine connect(DockerSettings settings) {
        EngineLine line = EngineLine.open(settings.host(), settings.timeout());
        InstanceNetwork network =
                line.ask("make a network", engine -> InstanceNetwork.of(engine, settings.installation()));
        return new DockerEngine(settings, line, network);
    }

    /**
     * Closes the instances' network to what is not theirs; call before anything is started on it.
     *
     * @throws DriverException if this process may not set rules; {@link #openDoor} tells whether that matters
     */
    public void raiseFirewall() {
        try {
            firewall = Firewall.raise(
                    network.bridge(),
                    network.address(),
                    List.of(settings.runtimeApiPort(), settings.logPort(), settings.gatewayPort()),
                    settings.allowedNetworks());
        } catch (IOException failed) {
            throw new DriverException("could not close the instances' network: " + failed.getMessage(), failed);
        }
    }

    /** What code in a container of {@code image} could reach and must not; empty if all is closed. */
    public Optional<String> openDoor(String image) {
        return line.ask(
                "probe the isolation",
                IsolationProbe.PATIENCE,
                engine -> IsolationProbe.run(engine, settings, network, image));
    }

    /** Where builds run: on the same engine, as closed as instances. */
    public BuildSandbox builds() {
        return builds;
    }

    /** Makes images that leave. */
    public ImageMaker exports() {
        return new DockerExports(line);
    }

    @Override
    public String hostAddress() {
        return network.address();
    }

    /** The engine's images that are ours to remove. */
    public ImageStore images() {
        return new DockerImages(line);
    }

    /** What the engine calls the image that has the name {@code image} now. */
    public Optional<String> imageId(String image) {
        return line.ask("look for image " + image, engine -> {
            try {
                return Optional.ofNullable(engine.inspectImageCmd(image).exec().getId());
            } catch (NotFoundException _) {
                return Optional.empty();
            }
        });
    }

    @Override
    public boolean imagePresent(String image) {
        return line.ask("look for image " + image, engine -> {
            try {
                engine.inspectImageCmd(image).exec();
                return true;
            } catch (NotFoundException _) {
                return false;
            }
        });
    }

    @Override
    public StartedInstance start(InstanceSpec spec) {
        return line.ask("start a container of " + spec.image(), engine -> {
            String id = create(engine, spec);
            try {
                engine.startContainerCmd(id).exec();
                long pid = Objects.requireNonNullElse(
                        engine.inspectContainerCmd(id).exec().getState().getPidLong(), 0L);
                Sandbox sandbox = Cgroups.sandbox(pid).orElseGet(() -> new EngineSandbox(line, id));
                return new StartedInstance(id, sandbox);
            } catch (RuntimeException failed) {
                remove(id);
                throw failed;
            }
        });
    }

    private String create(DockerClient engine, InstanceSpec spec) {
        String host = spec.id().token() + ".instance";
        List<String> environment = new ArrayList<>();
        spec.environment().forEach((name, value) -> environment.add(name + "=" + value));
        environment.add("AWS_LAMBDA_RUNTIME_API=" + host + ":" + settings.runtimeApiPort());
        environment.add("MILLIRUN_LOG_PORT=" + settings.logPort());
        HostConfig limits = HostConfig.newHostConfig()
                .withNetworkMode(network.name())
                .withExtraHosts(host + ":" + network.address())
                .withMemory(spec.memory().bytes())
                .withMemorySwap(spec.memory().bytes())
                .withPidsLimit((long) settings.pidsLimit())
                .withUlimits(List.of(
                        new Ulimit("nofile", (long) settings.openFiles(), (long) settings.openFiles()),
                        new Ulimit("core", 0L, 0L)))
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(List.of("no-new-privileges"))
                .withReadonlyRootfs(true)
                .withLogConfig(new LogConfig(LogConfig.LoggingType.NONE));
        if (!settings.ociRuntime().isEmpty()) {
            limits.withRuntime(settings.ociRuntime());
        }
        var create = engine.createContainerCmd(spec.image())
                .withName("millirun-" + spec.runtime().replaceAll("[^a-zA-Z0-9_.-]", "-") + "-"
                        + spec.id().shortName())
                .withHostName("instance")
                .withEnv(environment)
                .withHostConfig(limits)
                .withLabels(Labels.instance(settings, spec.runtime(), spec.id().shortName()));
        BroughtImage brought = spec.brought();
        if (brought != null) {
            return BroughtContainer.of(engine, spec.image(), brought).applyTo(create, limits);
        }
        create.withVolumes(WRITABLE);
        return spec.command().isEmpty()
                ? create.exec().getId()
                : create.withCmd(spec.command()).exec().getId();
    }

    @Override
    public void remove(String containerId) {
        line.ask("remove container " + containerId, engine -> {
            try {
                remove(containerId, engine);
            } catch (InternalServerErrorException stuck) {
                // A kill does not reach processes that were frozen right after it was sent.
                thaw(containerId, engine);
                remove(containerId, engine);
            }
            return containerId;
        });
    }

    private static void remove(String containerId, DockerClient engine) {
        try {
            engine.removeContainerCmd(containerId)
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec();
        } catch (NotFoundException | ConflictException _) {
            // gone, or going: removing it twice is the same as once
        }
    }

    private static void thaw(String containerId, DockerClient engine) {
        try {
            Long pid = engine.inspectContainerCmd(containerId).exec().getState().getPidLong();
            if (pid != null && pid > 0) {
                Cgroups.sandbox(pid).ifPresent(frozen -> {
                    frozen.thaw();
                    frozen.close();
                });
            }
        } catch (NotFoundException _) {
            // it has gone by itself
        }
    }

    @Override
    public Ending endingOf(String containerId) {
        return line.ask("inspect container " + containerId, engine -> {
            var state = engine.inspectContainerCmd(containerId).exec().getState();
            int exitCode = (int) (long) Objects.requireNonNullElse(state.getExitCodeLong(), -1L);
            boolean outOfMemory = Boolean.TRUE.equals(state.getOOMKilled());
            boolean stopped = !outOfMemory && SIGNALS_OF_THE_ENGINE.contains(exitCode) && stopped(containerId);
            return new Ending(exitCode, outOfMemory, stopped);
        });
    }

    /** Whether the engine was told to kill the container, or failed itself. Its word on that may come after the end. */
    private boolean stopped(String containerId) {
        long patience = System.nanoTime() + NEWS_OF_A_KILL.toNanos();
        EngineWatch watching = watch;
        boolean known = killed.contains(containerId);
        while (!known && System.nanoTime() < patience && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(this, NEWS_OF_A_KILL.toNanos() / 50);
            known = killed.contains(containerId) || (watching != null && watching.brokenLately());
        }
        return known;
    }

    @Override
    public AutoCloseable watch(Consumer<String> containerEnded, Runnable reconnected) {
        watch = new EngineWatch(line::eavesdrop, Labels.replica(settings), containerEnded, killed, () -> {
                    line.renew();
                    reconnected.run();
                })
                .start();
        return watch;
    }

    @Override
    public int sweep(Set<String> known) {
        return removeWhere(container -> !isOurs(container) || !isKnown(container.getLabels(), known));
    }

    @Override
    public void removeAll() {
        removeWhere(this::isOurs);
    }

    private boolean isKnown(Map<String, String> labels, Set<String> known) {
        String name = String.valueOf(labels.get(Labels.INSTANCE));
        return known.contains(name) || name.equals(Labels.PROBE) || builds.isRunning(labels.get(Labels.BUILD));
    }

    private boolean isOurs(Container container) {
        return settings.boot().equals(container.getLabels().get(Labels.BOOT));
    }

    /** Removes the instances' network, which must have none left; for those who will not come back. */
    public void removeNetwork() {
        line.ask("remove network " + network.name(), engine -> {
            engine.removeNetworkCmd(network.name()).exec();
            return network;
        });
    }

    @Override
    public List<String> running() {
        return containers().stream().filter(this::isOurs).map(Container::getId).toList();
    }

    private int removeWhere(Predicate<Container> unwanted) {
        List<String> ids =
                containers().stream().filter(unwanted).map(Container::getId).toList();
        ids.parallelStream().forEach(this::remove);
        return ids.size();
    }

    private List<Container> containers() {
        return line.ask(
                "list containers",
                engine -> engine.listContainersCmd()
                        .withShowAll(true)
                        .withLabelFilter(Map.copyOf(Labels.replica(settings)))
                        .exec());
    }

    @Override
    public void close() throws IOException {
        try (line) {
            if (firewall != null) {
                firewall.close();
            }
            network.removeIfUnused(line.client());
        }
    }
}
