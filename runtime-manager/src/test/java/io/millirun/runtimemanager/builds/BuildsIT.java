package io.millirun.runtimemanager.builds;

import static org.assertj.core.api.Assertions.assertThat;

import io.millirun.kernel.CurrentTenant;
import io.millirun.kernel.TenantId;
import io.millirun.runtimemanager.ModuleContext;
import io.millirun.runtimemanager.code.CodePackage;
import io.millirun.runtimemanager.code.CodePackages;
import io.millirun.runtimemanager.code.PackageSources;
import io.millirun.runtimemanager.docker.DockerEngine;
import io.millirun.runtimemanager.docker.DockerSettings;
import io.millirun.runtimemanager.functions.DeployedFunction;
import io.millirun.runtimemanager.functions.FunctionCatalog;
import io.millirun.runtimemanager.functions.FunctionCode;
import io.millirun.runtimemanager.functions.FunctionListener;
import io.millirun.runtimemanager.functions.FunctionName;
import io.millirun.runtimemanager.functions.FunctionSettings;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.functions.UrlAuth;
import io.millirun.runtimemanager.functions.VersionState;
import io.millirun.runtimemanager.runtimes.BuilderImages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.unit.DataSize;

@SpringBootTest(
        classes = ModuleContext.class,
        properties = {"millirun.data=target/test-data", "millirun.runtime-manager.runtimes-directory=../runtimes"})
@Import(BuildsIT.NoEngine.class)
class BuildsIT {

    private static final Path RUNTIMES = Path.of(System.getProperty("millirun.root", ".."), "runtimes");
    private static final String HANDLER = "import odd from 'is-number'; export const handler = async () => odd(1);";
    private static final String DEPENDING = "{\"type\": \"module\", \"dependencies\": {\"is-number\": \"7.0.0\"}}";

    private static DockerEngine engine;

    private final TenantId tenant = TenantId.next();

    @TempDir
    private Path settings;

    @Autowired
    private Builds builds;

    @Autowired
    private FunctionCatalog catalog;

    @Autowired
    private CodePackages packages;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    @Qualifier("worker")
    private JdbcClient worker;

    @BeforeAll
    static void connect() {
        engine = DockerEngine.connect(new DockerSettings(
                "",
                UUID.randomUUID().toString().substring(0, 8),
                "it",
                UUID.randomUUID().toString(),
                9,
                9,
                256,
                1024,
                "",
                9,
                List.of(),
                Duration.ofSeconds(30)));
        engine.raiseFirewall();
    }

    @AfterAll
    static void disconnect() throws IOException {
        engine.removeAll();
        engine.close();
    }

    @Test
    void dependenciesAreInstalledBeforeTheFirstCall() {
        DeployedFunction created = create("nodejs24.x", Map.of("index.mjs", HANDLER, "package.json", DEPENDING));

        assertThat(created.latest().state().phase()).isEqualTo(VersionState.Phase.PENDING);
        assertThat(worker(Duration.ofMinutes(5)).buildNext()).isTrue();

        FunctionVersion ready = latest();
        assertThat(log()).contains("added 1 package").contains("done: ");
        assertThat(ready.state()).isEqualTo(VersionState.READY);
        assertThat(paths(ready.codeDigest())).contains("index.mjs", "package.json", "node_modules/is-number/index.js");
        assertThat(paths(as(() -> builds.sourceOf(ready)))).containsExactlyInAnyOrder("index.mjs", "package.json");
    }

    @Test
    void theSameSourceIsBuiltOnce() {
        create("python3.13", Map.of("app.py", "import iniconfig", "requirements.txt", "iniconfig==2.1.0\n"));
        worker(Duration.ofMinutes(5)).buildNext();
        String first = latest().codeDigest();
        deploy(Map.of("app.py", "x = 1"));
        deploy(Map.of("app.py", "import iniconfig", "requirements.txt", "iniconfig==2.1.0\n"));

        worker(Duration.ofMinutes(5)).buildNext();

        assertThat(log()).contains("built before");
        assertThat(latest().codeDigest()).isEqualTo(first);
        assertThat(paths(first)).contains("app.py", "iniconfig/__init__.py");
    }

    @Test
    void aBuildThatFailsLeavesWhatRunsAsItIs() {
        create("nodejs24.x", Map.of("index.mjs", HANDLER));
        FunctionVersion before = latest();
        deploy(Map.of("index.mjs", HANDLER, "package.json", "{\"scripts\": {\"build\": \"echo no luck && exit 3\"}}"));

        assertThat(latest().state().update()).isEqualTo(VersionState.Update.IN_PROGRESS);
        worker(Duration.ofMinutes(5)).buildNext();

        assertThat(latest().codeDigest()).isEqualTo(before.codeDigest());
        assertThat(latest().state().phase()).isEqualTo(VersionState.Phase.ACTIVE);
        assertThat(latest().state().update()).isEqualTo(VersionState.Update.FAILED);
        assertThat(latest().state().updateReason()).contains("exit code");
        assertThat(log()).contains("no luck");
    }

    @Test
    void aNewFunctionWhoseBuildFailsIsFailedUntilItsCodeIsMended() {
        create("nodejs24.x", Map.of("index.mjs", HANDLER, "package.json", "{\"scripts\": {\"build\": \"exit 1\"}}"));
        worker(Duration.ofMinutes(5)).buildNext();
        assertThat(latest().state().phase()).isEqualTo(VersionState.Phase.FAILED);

        deploy(Map.of("index.mjs", HANDLER));

        assertThat(latest().state()).isEqualTo(VersionState.READY);
    }

    @Test
    void newerCodeTakesThePlaceOfABuild() {
        create("nodejs24.x", Map.of("index.mjs", HANDLER, "package.json", DEPENDING));
        deploy(Map.of("index.mjs", "export const handler = async () => 'newer';"));

        assertThat(worker(Duration.ofMinutes(5)).buildNext()).isFalse();
        assertThat(build().state()).isEqualTo(Build.State.SUPERSEDED);
        assertThat(latest().state()).isEqualTo(VersionState.READY);
    }

    @Test
    void aBuildIsAsClosedAsAFunction() {
        String probe = """
                const net = require('net'), fs = require('fs');
                const tries = { gateway: [require('child_process').execSync('ip route 2>/dev/null || cat /proc/net/route')
                    .toString().match(/([0-9A-F]{8})\\t0003/)?.[1].match(/../g).reverse().map((b) => parseInt(b, 16)).join('.'), 22],
                    metadata: ['169.254.169.254', 80] };
                for (const [what, [host, port]] of Object.entries(tries))
                    net.connect({ host, port, timeout: 2000 }).on('connect', () => { console.log(what + ' REACHED'); process.exit(0); })
                        .on('timeout', function () { console.log(what + ' silent'); this.destroy(); })
                        .on('error', (error) => console.log(what + ' ' + error.code));
                try { fs.writeFileSync('/etc/x', 'x'); console.log('root WRITTEN'); } catch (e) { console.log('root ' + e.code); }
                console.log('user ' + process.getuid() + ' ' + fs.readFileSync('/proc/self/status', 'utf8').match(/CapEff:.*/)[0]);
                """;
        create(
                "nodejs24.x",
                Map.of(
                        "index.mjs", HANDLER,
                        "probe.cjs", probe,
                        "package.json", "{\"scripts\": {\"build\": \"node probe.cjs\"}}"));
        worker(Duration.ofMinutes(5)).buildNext();

        assertThat(log())
                .contains("root EROFS", "user 993 CapEff:\t0000000000000000", "metadata E", "gateway E")
                .doesNotContain("REACHED")
                .doesNotContain("WRITTEN");
    }

    @Test
    void aBuildThatTakesTooLongOrTooMuchIsStopped() {
        create("nodejs24.x", Map.of("index.mjs", HANDLER, "package.json", "{\"scripts\": {\"build\": \"sleep 300\"}}"));
        worker(Duration.ofSeconds(3)).buildNext();
        assertThat(latest().state().reason()).contains("longer than");

        deploy(Map.of(
                "index.mjs",
                HANDLER,
                "package.json",
                "{\"scripts\": {\"build\": \"head -c 2000000000 /dev/zero > big\"}}"));
        worker(Duration.ofMinutes(5)).buildNext();
        assertThat(log()).contains("No space left on device");
        assertThat(engine.running()).isEmpty();
    }

    @Test
    void whatTheOperatorSaysReachesTheTools() throws IOException {
        Files.writeString(settings.resolve("environment"), "# for all\nGREETING=from a file = yes\n");
        Files.writeString(settings.resolve("npmrc"), "init-author-name=operator\n");
        create(
                "nodejs24.x",
                Map.of(
                        "index.mjs",
                        HANDLER,
                        "package.json",
                        "{\"scripts\": {\"build\": \"echo $GREETING; echo $OTHER; npm config get init-author-name\"}}"));
        worker(Duration.ofMinutes(5)).buildNext();

        assertThat(log()).contains("from a file = yes", "from the settings", "operator");
    }

    @Test
    void anImageInTheEngineIsFoundAndAnotherIsNot() {
        String image = runtimeImage("provided");
        create("image", new FunctionCode.Image(image, ""));
        worker(Duration.ofMinutes(5)).buildNext();
        assertThat(latest().state()).isEqualTo(VersionState.READY);
        assertThat(latest().imageUri()).isEqualTo(image);
        assertThat(latest().codeDigest()).matches("[0-9a-f]{64}").isNotEqualTo("0".repeat(64));

        as(() -> builds.updateCode(
                tenant, new FunctionName("hello"), new FunctionCode.Image("millirun/none:1", ""), null, null));
        worker(Duration.ofMinutes(5)).buildNext();
        assertThat(latest().imageUri()).isEqualTo(image);
        assertThat(latest().state().updateReason()).contains("millirun/none:1");
    }

    private BuildWorker worker(Duration timeout) {
        var properties = new BuildProperties(
                1,
                DataSize.ofMegabytes(512),
                DataSize.ofMegabytes(512),
                2,
                timeout,
                DataSize.ofKilobytes(256),
                256,
                settings,
                Map.of("OTHER", "from the settings"),
                Duration.ofSeconds(10),
                false);
        return new BuildWorker(
                "it",
                properties,
                builds,
                new BuildRows(worker),
                new BuildRows(jdbc),
                packages,
                new BuildInput(packages, RUNTIMES, properties),
                engine.builds(),
                runtime -> Optional.of(
                        new BuilderImages.Builder(runtime, runtimeImage(runtime).replace("/runtime-", "/build-"))),
                Clock.systemUTC());
    }

    private static String runtimeImage(String runtime) {
        try {
            Process told = new ProcessBuilder(RUNTIMES.resolve("build").toString(), "--image", runtime).start();
            return new String(told.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private DeployedFunction create(String runtime, Map<String, String> files) {
        try (CodePackage code = packages.ofSources(new HashMap<>(files))) {
            return create(runtime, new FunctionCode.Zip(code));
        }
    }

    private DeployedFunction create(String runtime, FunctionCode code) {
        var wanted =
                new FunctionSettings(runtime, "index.handler", 128, Duration.ofSeconds(3), Map.of(), "", UrlAuth.NONE);
        return as(() -> builds.create(tenant, "hello", wanted, code));
    }

    private void deploy(Map<String, String> files) {
        try (CodePackage code = packages.ofSources(files)) {
            as(() -> builds.updateCode(tenant, new FunctionName("hello"), code, null));
        }
    }

    private FunctionVersion latest() {
        return as(() -> catalog.find(tenant, new FunctionName("hello")))
                .orElseThrow()
                .latest();
    }

    private Build build() {
        return as(() -> builds.latest(tenant, latest().function())).orElseThrow();
    }

    private String log() {
        return as(() -> builds.log(tenant, build().id()));
    }

    private List<String> paths(String digest) {
        PackageSources sources = as(() -> packages.sources(tenant, digest));
        return java.util.stream.Stream.concat(
                        sources.files().stream().map(PackageSources.SourceFile::path), sources.others().stream())
                .toList();
    }

    private <T> T as(ScopedValue.CallableOp<T, RuntimeException> work) {
        return CurrentTenant.call(tenant, work);
    }

    /** No instances: these tests are about what comes before. */
    static class NoEngine {

        @Bean
        FunctionListener engine() {
            return new FunctionListener() {
                @Override
                public Set<UUID> revisionsInUse() {
                    return Set.of();
                }

                @Override
                public void superseded(UUID revision) {
                    // nothing runs
                }
            };
        }
    }
}
