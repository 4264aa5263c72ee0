package io.millirun.runtimemanager.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.PullImageResultCallback;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.PullResponseItem;
import com.github.dockerjava.api.model.StreamType;
import com.github.dockerjava.api.model.Ulimit;
import io.millirun.runtimemanager.builds.BuildSandbox;
import io.millirun.runtimemanager.instances.DriverException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs builds as containers that are as closed as instances are, on the instances' network. */
final class DockerBuilds implements BuildSandbox {

    private static final String SANDBOX_USER = "993:990";
    private static final long OPEN_FILES = 8_192;
    private static final int KILLED = 137;

    private final EngineLine line;
    private final DockerSettings settings;
    private final InstanceNetwork network;
    private final Set<String> running = ConcurrentHashMap.newKeySet();

    DockerBuilds(EngineLine line, DockerSettings settings, InstanceNetwork network) {
        this.line = line;
        this.settings = settings;
        this.network = network;
    }

    @Override
    public Ending run(
            Order order, InputStream input, OutputStream result, Consumer<String> log, BooleanSupplier wanted) {
        running.add(order.id());
        try {
            String id = line.ask("make a build's container", engine -> create(engine, order));
            try {
                return attached(id, order, input, new Output(result, log), wanted);
            } finally {
                remove(id);
            }
        } finally {
            running.remove(order.id());
        }
    }

    /** Whether the build {@code id} is run by this process now. */
    boolean isRunning(@Nullable String id) {
        return id != null && running.contains(id);
    }

    private Ending attached(String id, Order order, InputStream input, Output output, BooleanSupplier wanted) {
        long end = System.nanoTime() + order.timeout().toNanos();
        try (DockerClient streams = line.eavesdrop();
                output) {
            // It waits for its input, so nothing is lost between the two.
            line.ask("start a build", engine -> engine.startContainerCmd(id).exec());
            streams.attachContainerCmd(id)
                    .withStdIn(input)
                    .withStdOut(true)
                    .withStdErr(true)
                    .withFollowStream(true)
                    .exec(output);
            while (!output.over.await(1, TimeUnit.SECONDS)) {
                if (!wanted.getAsBoolean()) {
                    return new Ending.Stopped();
                }
                if (System.nanoTime() > end) {
                    return new Ending.TimedOut();
                }
            }
            output.check();
            return ending(id);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Ending.Stopped();
        } catch (IOException failed) {
            throw new DriverException("could not run a build: " + failed.getMessage(), failed);
        }
    }

    private Ending ending(String id) throws InterruptedException {
        // The streams end a moment before the engine has noted the exit.
        var state = state(id);
        for (int look = 0; look < 100 && Boolean.TRUE.equals(state.getRunning()); look++) {
            TimeUnit.MILLISECONDS.sleep(50);
            state = state(id);
        }
        Long exit = state.getExitCodeLong();
        int code = exit == null ? KILLED : exit.intValue();
        return Boolean.TRUE.equals(state.getOOMKilled()) || code == KILLED
                ? new Ending.OutOfMemory()
                : new Ending.Exited(code);
    }

    private InspectContainerResponse.ContainerState state(String id) {
        return line.ask(
                "look at a build",
                engine -> engine.inspectContainerCmd(id).exec().getState());
    }

    private String create(DockerClient engine, Order order) {
        long memory = order.memoryBytes() + order.diskBytes();
        HostConfig limits = HostConfig.newHostConfig()
                .withNetworkMode(network.name())
                .withMemory(memory)
                .withMemorySwap(memory)
                .withNanoCPUs((long) (order.cpus() * 1e9))
                .withPidsLimit((long) order.pids())
                .withUlimits(List.of(new Ulimit("nofile", OPEN_FILES, OPEN_FILES), new Ulimit("core", 0L, 0L)))
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(List.of("no-new-privileges"))
                .withReadonlyRootfs(true)
                .withTmpFs(Map.of(
                        "/build", "rw,exec,nosuid,nodev,uid=993,gid=990,mode=755,size=" + order.diskBytes(),
                        "/tmp", "rw,exec,nosuid,nodev,mode=1777,size=" + order.diskBytes() / 4))
                .withLogConfig(new LogConfig(LogConfig.LoggingType.NONE));
        if (!settings.ociRuntime().isEmpty()) {
            limits.withRuntime(settings.ociRuntime());
        }
        Map<String, String> labels = new HashMap<>(Labels.instance(settings, "build", order.id()));
        labels.put(Labels.BUILD, order.id());
        return engine.createContainerCmd(order.image())
                .withName("millirun-build-" + settings.installation() + "-" + order.id())
                .withHostName("build")
                .withUser(SANDBOX_USER)
                .withWorkingDir("/build")
                .withEntrypoint(order.command())
                .withCmd(List.of())
                .withStdinOpen(true)
                .withStdInOnce(true)
                .withAttachStdin(true)
                .withAttachStdout(true)
                .withAttachStderr(true)
                .withHostConfig(limits)
                .withLabels(labels)
                .exec()
                .getId();
    }

    private void remove(String id) {
        line.ask("remove a build's container", engine -> {
            try {
                engine.removeContainerCmd(id)
                        .withForce(true)
                        .withRemoveVolumes(true)
                        .exec();
            } catch (NotFoundException | ConflictException _) {
                // gone, or going
            }
            return id;
        });
    }

    @Override
    public ImageFinding image(String name, boolean fetch, Duration patience, Consumer<String> log) {
        Optional<String> known = digest(name);
        if (known.isPresent()) {
            return new ImageFinding.Found(known.get());
        }
        return fetch
                ? pulled(name, patience, log)
                : new ImageFinding.Missing("The image " + name + " is not in the container engine.");
    }

    private ImageFinding pulled(String name, Duration patience, Consumer<String> log) {
        try (DockerClient streams = line.eavesdrop()) {
            log.accept("fetching " + name + "\n");
            boolean done = streams.pullImageCmd(name)
                    .exec(new PullImageResultCallback() {
                        @Override
                        public void onNext(PullResponseItem item) {
                            super.onNext(item);
                            if (item.getStatus() != null && item.getProgressDetail() == null) {
                                log.accept(item.getStatus() + "\n");
                            }
                        }
                    })
                    .awaitCompletion(patience.toSeconds(), TimeUnit.SECONDS);
            if (done) {
                String digest = digest(name).orElseThrow();
                line.ask("mark an image", engine -> {
                    DockerImages.mark(engine, name, digest);
                    return digest;
                });
                return new ImageFinding.Found(digest);
            }
            return new ImageFinding.Missing(
                    "The image " + name + " was not fetched within " + patience.toMinutes() + " minutes.");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new DriverException("stopped while fetching an image", stopped);
        } catch (IOException | RuntimeException refused) {
            return new ImageFinding.Missing(
                    "The image " + name + " is neither in the container engine nor to be had: " + refused.getMessage());
        }
    }

    private Optional<String> digest(String name) {
        return line.ask("look for image " + name, engine -> {
            try {
                String id = String.valueOf(engine.inspectImageCmd(name).exec().getId());
                return Optional.of(id.replaceFirst("^sha256:", ""));
            } catch (NotFoundException _) {
                return Optional.empty();
            }
        });
    }

    /** Parts the two streams of a container. */
    private static final class Output extends ResultCallback.Adapter<Frame> {

        private final OutputStream result;
        private final Consumer<String> log;
        private volatile @Nullable Throwable failure;

        /** The client's own way of waiting for a while closes the streams when the while is over. */
        private final CountDownLatch over = new CountDownLatch(1);

        Output(OutputStream result, Consumer<String> log) {
            this.result = result;
            this.log = log;
        }

        /** Throws what kept the streams from being read to their end. */
        void check() throws IOException {
            if (failure != null) {
                throw new IOException("the streams of a build broke", failure);
            }
        }

        @Override
        public void onError(Throwable broken) {
            failure = broken;
            super.onError(broken);
            over.countDown();
        }

        @Override
        public void onComplete() {
            super.onComplete();
            over.countDown();
        }

        @Override
        public void onNext(Frame frame) {
            if (frame.getStreamType() == StreamType.STDERR) {
                log.accept(new String(frame.getPayload(), StandardCharsets.UTF_8));
                return;
            }
            try {
                result.write(frame.getPayload());
            } catch (IOException full) {
                onError(full);
            }
        }
    }
}
