package io.millirun.runtimemanager.engine;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.MemorySize;
import io.millirun.kernel.TenantId;
import io.millirun.metering.Trigger;
import io.millirun.metering.UsageRecord;
import io.millirun.runtimemanager.Authentication;
import io.millirun.runtimemanager.Caller;
import io.millirun.runtimemanager.ConcurrencyLimits;
import io.millirun.runtimemanager.Grants;
import io.millirun.runtimemanager.SigningKeys;
import io.millirun.runtimemanager.SpendGuard;
import io.millirun.runtimemanager.Tariffs;
import io.millirun.runtimemanager.code.CodeBundle;
import io.millirun.runtimemanager.docker.DockerEngine;
import io.millirun.runtimemanager.docker.DockerSettings;
import io.millirun.runtimemanager.events.EventStages;
import io.millirun.runtimemanager.export.ExportLinks;
import io.millirun.runtimemanager.export.VersionImages;
import io.millirun.runtimemanager.functions.EnvironmentKey;
import io.millirun.runtimemanager.functions.FunctionName;
import io.millirun.runtimemanager.functions.FunctionUrl;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.functions.ImageSettings;
import io.millirun.runtimemanager.functions.InvokeMode;
import io.millirun.runtimemanager.functions.UrlAuth;
import io.millirun.runtimemanager.gateway.Gateway;
import io.millirun.runtimemanager.gateway.GatewaySettings;
import io.millirun.runtimemanager.gateway.ImageDownloads;
import io.millirun.runtimemanager.instances.BroughtImage;
import io.millirun.runtimemanager.instances.DiskWatch;
import io.millirun.runtimemanager.instances.Fleet;
import io.millirun.runtimemanager.instances.FleetSettings;
import io.millirun.runtimemanager.instances.StemSettings;
import io.millirun.runtimemanager.instances.StemSource;
import io.millirun.runtimemanager.invocation.Invocations;
import io.millirun.runtimemanager.invocation.RunningOutput;
import io.millirun.runtimemanager.lambdaapi.LambdaApis;
import io.millirun.runtimemanager.logs.LogPart;
import io.millirun.runtimemanager.runtimeapi.LogPort;
import io.millirun.runtimemanager.runtimeapi.RuntimeApi;
import io.millirun.runtimemanager.runtimeapi.RuntimeApiSettings;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The engine with a real Docker Engine and real runtimes; functions, callers and prices come from the test. */
final class EngineRig implements AutoCloseable {

    static final TenantId TENANT = TenantId.next();
    static final String TOKEN = "secret";

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Path RUNTIMES = Path.of(System.getProperty("millirun.root", ".."), "runtimes");

    final List<UsageRecord> records = java.util.Collections.synchronizedList(new ArrayList<>());
    final List<LogPart> logParts = java.util.Collections.synchronizedList(new ArrayList<>());
    final LinkedBlockingQueue<String> unread = new LinkedBlockingQueue<>();
    final JumpyClock clock = new JumpyClock();
    final AtomicInteger reconnections = new AtomicInteger();
    final DockerEngine driver;
    final Fleet fleet;
    final int port;

    private final Path folder;
    private final Map<String, FunctionVersion> functions = new ConcurrentHashMap<>();
    private final Map<String, CodeBundle> bundles = new ConcurrentHashMap<>();
    private final Map<String, StemSource.Recipe> recipes = new ConcurrentHashMap<>();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    /** What differs between tests. */
    record Options(
            String host,
            int stems,
            Duration freezeAfter,
            Duration idleTimeout,
            Duration initTimeout,
            Duration engineTimeout) {

        static Options usual() {
            return new Options(
                    "", 1, Duration.ofMillis(50), Duration.ofHours(1), Duration.ofSeconds(10), Duration.ofSeconds(30));
        }

        /** With the engine at another address, which has less time to answer. */
        Options withEngine(String address, Duration timeout) {
            return new Options(address, stems, freezeAfter, idleTimeout, initTimeout, timeout);
        }

        Options withInitTimeout(Duration timeout) {
            return new Options(host, stems, freezeAfter, idleTimeout, timeout, engineTimeout);
        }
    }

    static EngineRig start(Options options, String... runtimes) throws IOException, InterruptedException {
        return new EngineRig(options, runtimes);
    }

    private EngineRig(Options options, String... runtimes) throws IOException, InterruptedException {
        folder = Files.createTempDirectory("millirun-engine-it");
        int runtimeApiPort = freePort();
        int logPort = freePort();
        port = freePort();
        for (String runtime : runtimes) {
            recipes.put(runtime, recipe(runtime));
        }
        DockerEngine docker = DockerEngine.connect(new DockerSettings(
                options.host(),
                UUID.randomUUID().toString().substring(0, 8),
                "it",
                UUID.randomUUID().toString(),
                runtimeApiPort,
                logPort,
                256,
                1024,
                "",
                port,
                List.of(),
                options.engineTimeout()));
        driver = docker;
        driver.raiseFirewall();
        opened.add(docker);
        Vertx vertx = Vertx.vertx();
        opened.push(
                () -> vertx.close().toCompletionStage().toCompletableFuture().join());
        var settings = new FleetSettings(
                new StemSettings(
                        options.stems(), 10, new MemorySize(128), 25, Duration.ofMillis(250), Duration.ofSeconds(2)),
                2,
                8_192,
                100,
                Duration.ofSeconds(20),
                options.freezeAfter(),
                options.idleTimeout(),
                options.initTimeout(),
                Duration.ofSeconds(30),
                64 * 1024);
        fleet = Fleet.of(
                settings,
                driver,
                source(recipes),
                ConcurrencyLimits.ofEveryOrganization(100),
                Executors.newVirtualThreadPerTaskExecutor(),
                (delay, task) -> vertx.setTimer(Math.max(1, delay.toMillis()), _ -> task.run()),
                clock,
                System::nanoTime);
        opened.push(LogPort.listen(fleet, new InetSocketAddress(driver.hostAddress(), logPort)));
        var runtimeApi = new RuntimeApi(
                vertx,
                new RuntimeApiSettings("millirun-1", runtimeApiPort, (6 << 20) + 100, 8 << 20, 256 << 10),
                fleet,
                fleet.measurement(),
                version -> CompletableFuture.completedFuture(bundles.get(version.codeDigest())),
                clock);
        runtimeApi
                .listen(driver.hostAddress(), runtimeApiPort)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        opened.push(driver.watch(fleet::containerEnded, reconnections::incrementAndGet));
        var invocations = new Invocations(
                fleet,
                tariffs(),
                SpendGuard.UNLIMITED,
                Duration.ofSeconds(10),
                records::add,
                logParts::add,
                "it",
                System::nanoTime);
        opened.push(RunningOutput.keep(fleet, logParts::add, Duration.ofMillis(300)));
        var gateway = new Gateway(
                vertx,
                new GatewaySettings(port, 6 << 20, 1 << 20, "millirun-1", "", Set.of("mr_session")),
                token -> CompletableFuture.completedFuture(
                        token.equals(TOKEN)
                                ? new Authentication.Authenticated(
                                        new Caller(TENANT, "key", Trigger.INVOKE, Grants.ALL))
                                : new Authentication.Rejected("unknown access key")),
                _ -> CompletableFuture.completedFuture(new SigningKeys.SigningKey.Bad("unknown access key")),
                LambdaApis.none(),
                name -> CompletableFuture.completedFuture(name.equals("acme") ? Optional.of(TENANT) : Optional.empty()),
                (tenant, name, qualifier) -> CompletableFuture.completedFuture(
                        tenant.equals(TENANT) && qualifier.equals(FunctionVersion.LATEST)
                                ? Optional.ofNullable(functions.get(name.value()))
                                : Optional.empty()),
                invocations,
                EventStages.idleIntake(),
                noImages(vertx),
                clock,
                Optional::empty);
        gateway.listen().toCompletionStage().toCompletableFuture().join();
        vertx.setPeriodic(50, _ -> fleet.tick());
        var disks = new DiskWatch(fleet);
        Thread watching = Thread.ofVirtual().start(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(disks.look().toNanos());
            }
        });
        opened.push(watching::interrupt);
    }

    /** Deploys {@code source} as the one file of a new function, or of a new revision of an existing one. */
    FunctionVersion deploy(String runtime, String name, String file, String source) throws IOException {
        return deploy(runtime, name, file, source, 128, Duration.ofSeconds(5), Map.of(), UrlAuth.NONE);
    }

    FunctionVersion deploy(
            String runtime,
            String name,
            String file,
            String source,
            int memoryMb,
            Duration timeout,
            Map<String, String> environment,
            UrlAuth auth)
            throws IOException {
        return deploy(runtime, name, file, source, memoryMb, timeout, environment, auth, InvokeMode.BUFFERED);
    }

    /** Deploys a function of 128 MB whose URL streams. */
    FunctionVersion deployStreaming(
            String runtime, String name, String file, String source, Duration timeout, UrlAuth auth)
            throws IOException {
        return deploy(runtime, name, file, source, 128, timeout, Map.of(), auth, InvokeMode.RESPONSE_STREAM);
    }

    private FunctionVersion deploy(
            String runtime,
            String name,
            String file,
            String source,
            int memoryMb,
            Duration timeout,
            Map<String, String> environment,
            UrlAuth auth,
            InvokeMode mode)
            throws IOException {
        String digest = UUID.randomUUID().toString();
        byte[] bytes = source.getBytes(StandardCharsets.UTF_8);
        Path contents = Files.write(folder.resolve(digest), bytes);
        bundles.put(
                digest,
                new CodeBundle(
                        digest, List.of(new CodeBundle.File(file, 0644, bytes.length, null)), contents, bytes.length));
        var previous = functions.get(name);
        var version = new FunctionVersion(
                TENANT,
                previous == null ? FunctionId.next() : previous.function(),
                new FunctionName(name),
                FunctionVersion.LATEST,
                UUID.randomUUID(),
                runtime,
                file.substring(0, file.lastIndexOf('.')) + ".handler",
                new MemorySize(memoryMb),
                timeout,
                environment,
                digest,
                bytes.length,
                auth);
        if (mode == InvokeMode.RESPONSE_STREAM) {
            version = streaming(version);
        }
        functions.put(name, version);
        if (previous != null) {
            fleet.supersede(previous.revision());
        }
        return version;
    }

    private static FunctionVersion streaming(FunctionVersion version) {
        return new FunctionVersion(
                version.tenant(),
                version.function(),
                version.name(),
                version.version(),
                version.qualifier(),
                version.revision(),
                version.runtime(),
                version.handler(),
                version.memory(),
                version.timeout(),
                version.environment(),
                version.imageUri(),
                version.codeDigest(),
                version.codeSize(),
                version.options(),
                version.state(),
                new FunctionUrl(version.urlAuth(), null, InvokeMode.RESPONSE_STREAM, false),
                version.reserved(),
                version.mayLoop());
    }

    HttpResponse<String> invoke(String name, String event) throws IOException, InterruptedException {
        return invoke(name, event, TOKEN);
    }

    HttpResponse<String> invoke(String name, String event, String token) throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(uri("/2015-03-31/functions/" + name + "/invocations"))
                        .header("Authorization", "Bearer " + token)
                        .header("X-Amz-Log-Type", "Tail")
                        .POST(HttpRequest.BodyPublishers.ofString(event))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> url(String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri("/fn/acme/" + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    FunctionVersion deployed(String name) {
        return Objects.requireNonNull(functions.get(name));
    }

    /** The image of {@code runtime}. */
    String image(String runtime) {
        return Objects.requireNonNull(recipes.get(runtime)).image();
    }

    /** Makes the engine's image {@code image} seem to be that of {@code runtime}. */
    void pretendImage(String runtime, String image) {
        recipes.put(runtime, new StemSource.Recipe(image, List.of(), Map.of()));
    }

    void forgetImage(String runtime) {
        recipes.remove(runtime);
    }

    /** Number of instances in the state of this simple name. */
    long count(String state) {
        return fleet.census().getOrDefault(state, 0L);
    }

    @Override
    public void close() throws IOException {
        fleet.stop();
        driver.removeAll();
        driver.removeNetwork();
        opened.forEach(EngineRig::close);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception failed) {
            throw new IllegalStateException("closing " + resource, failed);
        }
    }

    /** Deploys files, the executables among them with a mode, as a new function. */
    FunctionVersion deployFiles(String runtime, String name, String handler, Map<String, byte[]> files)
            throws IOException {
        String digest = UUID.randomUUID().toString();
        Path contents = Files.createFile(folder.resolve(digest));
        List<CodeBundle.File> listed = new ArrayList<>();
        for (var file : files.entrySet()) {
            Files.write(contents, file.getValue(), java.nio.file.StandardOpenOption.APPEND);
            listed.add(new CodeBundle.File(file.getKey(), 0755, file.getValue().length, null));
        }
        bundles.put(digest, new CodeBundle(digest, listed, contents, Files.size(contents)));
        var version = new FunctionVersion(
                TENANT,
                FunctionId.next(),
                new FunctionName(name),
                FunctionVersion.LATEST,
                UUID.randomUUID(),
                runtime,
                handler,
                new MemorySize(256),
                Duration.ofSeconds(10),
                Map.of("GREETING", "hello"),
                digest,
                Files.size(contents),
                UrlAuth.NONE);
        functions.put(name, version);
        return version;
    }

    /** New instances of {@code runtime} are of {@code image} from now on, as after an update. */
    void updateImage(String runtime, String image) {
        recipes.computeIfPresent(
                runtime, (_, recipe) -> new StemSource.Recipe(image, recipe.command(), recipe.environment()));
    }

    /** Functions of {@code runtime} are the image called {@code image} from now on. */
    void bringImage(String runtime, String image, ImageSettings settings) throws IOException, InterruptedException {
        recipes.put(
                runtime,
                new StemSource.Recipe(
                        image,
                        List.of(),
                        Map.of("TZ", ":UTC"),
                        new BroughtImage(
                                settings,
                                driver.imageId(recipe("provided").image()).orElseThrow())));
    }

    private static StemSource.Recipe recipe(String runtime) throws IOException, InterruptedException {
        Process build = new ProcessBuilder(RUNTIMES.resolve("build").toString(), "--image", runtime)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String image = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (build.waitFor() != 0 || image.isEmpty()) {
            throw new IllegalStateException("no image of " + runtime + ": run runtimes/build " + runtime);
        }
        var description =
                new JsonObject(Files.readString(RUNTIMES.resolve(runtime).resolve("runtime.json")));
        Map<String, String> environment = new ConcurrentHashMap<>();
        description
                .getJsonObject("environment")
                .forEach(entry -> environment.put(entry.getKey(), (String) entry.getValue()));
        return new StemSource.Recipe(
                image,
                description.getJsonArray("command").stream()
                        .map(String::valueOf)
                        .toList(),
                environment);
    }

    private static StemSource source(Map<String, StemSource.Recipe> recipes) {
        return new StemSource() {
            @Override
            public Set<String> available() {
                return recipes.keySet();
            }

            @Override
            public Optional<Recipe> recipe(String runtime) {
                return Optional.ofNullable(recipes.get(runtime));
            }

            @Override
            public Optional<String> unavailability(String runtime) {
                return recipes.containsKey(runtime) ? Optional.empty() : Optional.of("not built");
            }
        };
    }

    private static Tariffs tariffs() {
        return new Tariffs() {
            @Override
            public long freeInitMs(TenantId tenant) {
                return 1_000;
            }

            @Override
            public String listPrice(UsageRecord record) {
                return "0." + record.mbMs() + " USD";
            }
        };
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private ImageDownloads noImages(Vertx vertx) {
        var images = new VersionImages() {
            @Override
            public String dockerfile(FunctionVersion version) {
                throw new UnsupportedOperationException("no images here");
            }

            @Override
            public Path export(FunctionVersion version) {
                throw new UnsupportedOperationException("no images here");
            }
        };
        return new ImageDownloads(
                vertx,
                new ExportLinks(new EnvironmentKey(new byte[32]), clock),
                images,
                (_, _, _) -> CompletableFuture.completedFuture(Optional.empty()));
    }
}
