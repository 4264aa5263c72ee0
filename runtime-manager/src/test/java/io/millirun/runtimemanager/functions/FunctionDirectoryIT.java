package io.millirun.runtimemanager.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.benmanes.caffeine.cache.Ticker;
import io.millirun.kernel.CurrentTenant;
import io.millirun.kernel.TenantId;
import io.millirun.runtimemanager.ModuleContext;
import io.millirun.runtimemanager.code.CodeBundles;
import io.millirun.runtimemanager.code.CodePackage;
import io.millirun.runtimemanager.code.CodePackages;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** The directory under test belongs to another node than the catalog: they meet in PostgreSQL alone. */
@SpringBootTest(
        classes = ModuleContext.class,
        properties = {"millirun.data=target/test-data", "millirun.runtime-manager.runtimes-directory=../runtimes"})
@Import(FunctionCatalogIT.NoEngine.class)
class FunctionDirectoryIT {

    private static final FunctionName NAME = new FunctionName("hello");

    private final TenantId tenant = TenantId.next();
    private final FakeEngine engine = new FakeEngine();
    private final AtomicBoolean away = new AtomicBoolean();

    @Autowired
    private FunctionCatalog catalog;

    @Autowired
    private CodePackages packages;

    @Autowired
    private CodeBundles bundles;

    @Autowired
    private EnvironmentCipher cipher;

    @Autowired
    private FunctionDirectory local;

    @Autowired
    @Qualifier("worker")
    private DataSource workers;

    private FunctionDirectory directory;
    private FunctionWatch watch;

    @BeforeEach
    void open() {
        DataSource breakable = new Breakable(workers, away);
        directory =
                new FunctionDirectory(new FunctionLookup(JdbcClient.create(breakable), cipher), Ticker.systemTicker());
        watch = new FunctionWatch(directory, engine, breakable);
        watch.start();
    }

    @AfterEach
    void close() {
        watch.stop();
    }

    @Test
    void whatIsKnownIsAnsweredOnTheSpot() {
        DeployedFunction made = create("one");
        watch.stop(); // What it still hears of the creation makes it forget what is being read.

        assertThat(resolve(null)).contains(made.latest());
        assertThat(directory.resolve(tenant, NAME, "$LATEST").toCompletableFuture())
                .isCompletedWithValue(Optional.of(made.latest()));
    }

    @Test
    void aChangeElsewhereIsHeardWithinMoments() {
        DeployedFunction first = create("one");
        assertThat(resolve(null)).contains(first.latest());
        engine.inUse.add(first.latest().revision());

        DeployedFunction second = update("two");

        await().atMost(Duration.ofSeconds(5)).until(() -> resolve(null).equals(Optional.of(second.latest())));
        await().until(() -> engine.superseded.contains(first.latest().revision()));
    }

    @Test
    void newCodeIsToldToTheEngineBeforeItIsCalled() {
        String digest = create("one").latest().codeDigest();

        await().atMost(Duration.ofSeconds(30))
                .until(() -> engine.deployed.contains(new DeployedCode(tenant, digest, List.of())));
    }

    @Test
    void aDeletedFunctionIsGoneAndItsInstancesAreToldSo() {
        UUID revision = create("one").latest().revision();
        assertThat(resolve(null)).isPresent();
        engine.inUse.add(revision);

        CurrentTenant.run(tenant, () -> catalog.delete(tenant, NAME));

        await().until(() -> resolve(null).isEmpty());
        await().until(() -> engine.superseded.contains(revision));
    }

    @Test
    void aRevisionThatIsDeployedIsNotSuperseded() {
        UUID revision = create("one").latest().revision();
        engine.inUse.add(revision);

        await().during(Duration.ofMillis(1_500)).until(engine.superseded::isEmpty);
    }

    @Test
    void whoWasUnknownIsKnownOnceCreated() {
        assertThat(resolve(null)).isEmpty();

        DeployedFunction made = create("one");

        await().until(() -> resolve(null).equals(Optional.of(made.latest())));
    }

    @Test
    void whoWasUnknownIsAskedForAgainAfterASecondWhateverWasHeard() {
        AtomicLong nanos = new AtomicLong();
        FunctionDirectory deaf =
                new FunctionDirectory(new FunctionLookup(JdbcClient.create(workers), cipher), nanos::get);
        assertThat(deaf.resolve(tenant, NAME, null).toCompletableFuture().join())
                .isEmpty();
        DeployedFunction made = create("one");
        nanos.addAndGet(Duration.ofMillis(600).toNanos());
        assertThat(deaf.resolve(tenant, NAME, null).toCompletableFuture().join())
                .isEmpty();

        nanos.addAndGet(Duration.ofMillis(600).toNanos());

        assertThat(deaf.resolve(tenant, NAME, null).toCompletableFuture().join())
                .contains(made.latest());
    }

    @Test
    void theNodeThatDeployedCallsTheNewCodeAtOnce() {
        create("one");
        assertThat(local.resolve(tenant, NAME, null).toCompletableFuture().join())
                .isPresent();

        DeployedFunction second = update("two");

        assertThat(local.resolve(tenant, NAME, null).toCompletableFuture().join())
                .contains(second.latest());
    }

    @Test
    void knownFunctionsStayKnownWhileTheDatabaseIsAwayAndChangesAreCaughtUpAfter() {
        DeployedFunction first = create("one");
        watch.stop(); // What it still hears of the creation makes it forget what is being read.
        assertThat(resolve(null)).contains(first.latest());

        away.set(true);
        watch.start();
        DeployedFunction second = update("two");

        assertThat(directory.resolve(tenant, NAME, null).toCompletableFuture())
                .isCompletedWithValue(Optional.of(first.latest()));
        assertThat(directory.resolve(tenant, new FunctionName("other"), null).toCompletableFuture())
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableThat()
                .withMessageContaining("cannot be looked up");

        away.set(false);
        await().until(() -> resolve(null).equals(Optional.of(second.latest())));
    }

    @Test
    void qualifiersThatNameNothingAreUnknown() {
        create("one");

        assertThat(resolve("1")).isEmpty();
        assertThat(resolve("live")).isEmpty();
        assertThat(resolve("99999999999999999999")).isEmpty();
    }

    @Test
    void theCodeOfAResolvedVersionCanBeFetched() {
        create("source text");
        FunctionVersion version = resolve(null).orElseThrow();

        assertThat(bundles.of(tenant, version.codeDigest())
                        .toCompletableFuture()
                        .join()
                        .contents())
                .hasContent("source text");
    }

    private Optional<FunctionVersion> resolve(@Nullable String qualifier) {
        CompletableFuture<Optional<FunctionVersion>> resolved =
                directory.resolve(tenant, NAME, qualifier).toCompletableFuture();
        return resolved.join();
    }

    private DeployedFunction create(String source) {
        try (CodePackage code = packages.ofSources(Map.of("index.mjs", source))) {
            return CurrentTenant.call(
                    tenant,
                    () -> catalog.create(
                            tenant,
                            NAME.value(),
                            new FunctionSettings(
                                    "nodejs24.x",
                                    "index.handler",
                                    128,
                                    Duration.ofSeconds(3),
                                    Map.of("A1", "b"),
                                    "",
                                    UrlAuth.NONE),
                            code));
        }
    }

    private DeployedFunction update(String source) {
        try (CodePackage code = packages.ofSources(Map.of("index.mjs", source))) {
            return CurrentTenant.call(tenant, () -> catalog.updateCode(tenant, NAME, code, null));
        }
    }

    /** A database that can be away. */
    private static final class Breakable extends DelegatingDataSource {

        private final AtomicBoolean away;

        Breakable(DataSource target, AtomicBoolean away) {
            super(target);
            this.away = away;
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (away.get()) {
                throw new SQLException("away");
            }
            return super.getConnection();
        }
    }
}
