package io.millirun.runtimemanager.builds;

import io.millirun.kernel.CurrentTenant;
import io.millirun.runtimemanager.builds.BuildSandbox.Ending;
import io.millirun.runtimemanager.builds.BuildSandbox.ImageFinding;
import io.millirun.runtimemanager.code.CodePackage;
import io.millirun.runtimemanager.code.CodePackages;
import io.millirun.runtimemanager.code.InvalidPackageException;
import io.millirun.runtimemanager.functions.FunctionCode;
import io.millirun.runtimemanager.runtimes.BuilderImages;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;

/** Takes builds from the queue and runs them on this node, some at the same time. */
final class BuildWorker implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(BuildWorker.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final int MOST_ATTEMPTS = 3;

    private static final String BUILD_FAILED = "FunctionError.BuildFailed";
    private static final String INVALID_IMAGE = "InvalidImage";
    private static final String PLATFORM = "InternalError";

    private final String node;
    private final BuildProperties properties;
    private final Builds builds;
    private final BuildRows queue;
    private final BuildRows rows;
    private final CodePackages packages;
    private final BuildInput input;
    private final BuildSandbox sandbox;
    private final Function<String, Optional<BuilderImages.Builder>> builders;
    private final Clock clock;
    private volatile List<Thread> threads = List.of();

    /**
     * @param queue sees the builds of all organizations
     * @param rows sees those of the organization that is bound
     * @param builders where source of a runtime is built
     */
    BuildWorker(
            String node,
            BuildProperties properties,
            Builds builds,
            BuildRows queue,
            BuildRows rows,
            CodePackages packages,
            BuildInput input,
            BuildSandbox sandbox,
            Function<String, Optional<BuilderImages.Builder>> builders,
            Clock clock) {
        this.node = node;
        this.properties = properties;
        this.builds = builds;
        this.queue = queue;
        this.rows = rows;
        this.packages = packages;
        this.input = input;
        this.sandbox = sandbox;
        this.builders = builders;
        this.clock = clock;
    }

    @Override
    public void start() {
        List<Thread> started = new ArrayList<>();
        for (int i = 0; i < properties.parallel(); i++) {
            started.add(Thread.ofVirtual().name("builds-" + i).start(this::keepBuilding));
        }
        threads = started;
    }

    private void keepBuilding() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (!buildNext()) {
                    Thread.sleep(LOOK);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs the next build, if there is one. */
    boolean buildNext() {
        try {
            Optional<Build> next = queue.claim(node, clock.instant(), LEASE);
            next.ifPresent(build -> CurrentTenant.run(build.tenant(), () -> attempt(build)));
            return next.isPresent();
        } catch (DataAccessException away) {
            log.debug("builds cannot be looked for", away);
            return false;
        }
    }

    private void attempt(Build build) {
        try (BuildLog printed =
                new BuildLog(rows, build, Math.toIntExact(properties.logLimit().toBytes()))) {
            rows.clearLog(build.tenant(), build.id());
            switch (build.source()) {
                case Build.SourcePackage(var digest) -> make(build, digest, printed);
                case Build.ImageName(var uri) -> find(build, uri, printed);
            }
        } catch (InvalidPackageException unusable) {
            builds.failed(build, BUILD_FAILED, String.valueOf(unusable.getMessage()));
        } catch (IOException | RuntimeException broken) {
            log.warn("build {} of {} could not be carried out", build.id(), build.functionName(), broken);
            if (!rows.putBack(build, MOST_ATTEMPTS)) {
                builds.failed(
                        build, PLATFORM, "The platform could not carry out the build. Deploy again to try again.");
            }
        }
    }

    private void make(Build build, String digest, BuildLog printed) throws IOException {
        Optional<BuilderImages.Builder> builder = builders.apply(build.runtime());
        if (builder.isEmpty()) {
            throw new IOException("the builder image of " + build.runtime() + " is not in this node's engine yet");
        }
        String image = builder.get().image();
        Optional<String> known = rows.known(build.tenant(), digest, build.runtime(), image);
        if (known.isPresent()) {
            printed.print("The same source was built before: its result is used again.\n");
            try (CodePackage code = packages.copy(build.tenant(), known.get())) {
                builds.succeeded(build, new FunctionCode.Zip(code), image);
            }
            return;
        }
        Path source = Files.createTempFile("millirun-build", ".tar");
        Path result = Files.createTempFile("millirun-build", ".tar");
        try {
            input.write(build, builder.get().runtime(), digest, source);
            Ending ending = run(build, image, source, result, printed);
            if (ending instanceof Ending.Exited(int code) && code == 0) {
                try (InputStream tar = Files.newInputStream(result);
                        CodePackage made = packages.ofTar(tar)) {
                    builds.succeeded(build, new FunctionCode.Zip(made), image);
                }
            } else {
                fail(build, ending);
            }
        } finally {
            Files.delete(source);
            Files.delete(result);
        }
    }

    private Ending run(Build build, String image, Path source, Path result, BuildLog printed) throws IOException {
        var order = new BuildSandbox.Order(
                build.id().toString(),
                image,
                BuildInput.COMMAND,
                properties.memory().toBytes(),
                properties.disk().toBytes(),
                properties.cpus(),
                properties.pidsLimit(),
                properties.timeout());
        try (InputStream in = Files.newInputStream(source);
                OutputStream out = Files.newOutputStream(result)) {
            return sandbox.run(order, in, out, printed::print, () -> isWanted(build));
        }
    }

    private void fail(Build build, Ending ending) {
        switch (ending) {
            case Ending.Exited(int code) ->
                builds.failed(build, BUILD_FAILED, "The build failed with exit code " + code + "; its log says why.");
            case Ending.OutOfMemory _ ->
                builds.failed(
                        build,
                        BUILD_FAILED,
                        "The build needed more than " + properties.memory().toMegabytes() + " MB of memory.");
            case Ending.TimedOut _ ->
                builds.failed(
                        build,
                        BUILD_FAILED,
                        "The build took longer than " + properties.timeout().toMinutes() + " minutes.");
            // Superseded, or this node stops: then another takes it.
            case Ending.Stopped _ -> rows.putBack(build, Integer.MAX_VALUE);
        }
    }

    private void find(Build build, String uri, BuildLog printed) {
        switch (sandbox.image(uri, properties.pull(), properties.imagePullTimeout(), printed::print)) {
            case ImageFinding.Found(String digest) -> builds.succeeded(build, new FunctionCode.Image(uri, digest), uri);
            case ImageFinding.Missing(String reason) -> builds.failed(build, INVALID_IMAGE, reason);
        }
    }

    private boolean isWanted(Build build) {
        try {
            return CurrentTenant.call(
                    build.tenant(),
                    () -> rows.prolong(build, node, clock.instant().plus(LEASE)));
        } catch (DataAccessException away) {
            log.debug("a build's lease cannot be prolonged", away);
            return true;
        }
    }

    @Override
    public void stop() {
        List<Thread> running = threads;
        threads = List.of();
        running.forEach(Thread::interrupt);
        try {
            for (Thread thread : running) {
                thread.join(Duration.ofSeconds(10));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return !threads.isEmpty();
    }
}
