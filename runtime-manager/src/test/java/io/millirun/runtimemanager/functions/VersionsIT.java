package io.millirun.runtimemanager.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millirun.kernel.CurrentTenant;
import io.millirun.kernel.MillirunException;
import io.millirun.kernel.TenantId;
import io.millirun.runtimemanager.ModuleContext;
import io.millirun.runtimemanager.code.CodePackage;
import io.millirun.runtimemanager.code.CodePackages;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

@SpringBootTest(
        classes = ModuleContext.class,
        properties = {"millirun.data=target/test-data", "millirun.runtime-manager.runtimes-directory=../runtimes"})
@Import(FunctionCatalogIT.NoEngine.class)
class VersionsIT {

    private static final FunctionName NAME = new FunctionName("hello");

    private final TenantId tenant = TenantId.next();

    @Autowired
    private FunctionCatalog catalog;

    @Autowired
    private PublishedVersions versions;

    @Autowired
    private Aliases aliases;

    @Autowired
    private UrlConfigs urls;

    @Autowired
    private Reservations reservations;

    @Autowired
    private FunctionDirectory directory;

    @Autowired
    private CodePackages packages;

    @Autowired
    @Qualifier("worker")
    private JdbcClient worker;

    @Test
    void aVersionKeepsWhatTheFunctionWasWhenItWasPublished() {
        DeployedFunction first = create("one");
        DeployedVersion published = publish();
        deploy("two");

        assertThat(published.version().version()).isEqualTo("1");
        assertThat(resolve("1").orElseThrow().codeDigest())
                .isEqualTo(first.latest().codeDigest());
        assertThat(resolve(null).orElseThrow().codeDigest())
                .isNotEqualTo(first.latest().codeDigest());
        assertThat(as(() -> versions.list(tenant, NAME)))
                .extracting(version -> version.version().version())
                .containsExactly("$LATEST", "1");
    }

    @Test
    void publishingTwiceWithoutAChangeGivesTheSameVersion() {
        create("one");

        assertThat(publish()).isEqualTo(publish());
        deploy("two");
        assertThat(publish().version().version()).isEqualTo("2");
    }

    @Test
    void aNumberIsNotUsedAgainWhenItsVersionIsDeleted() {
        create("one");
        publish();
        as(() -> {
            versions.delete(tenant, NAME, 1);
            return NAME;
        });

        assertThat(resolve("1")).isEmpty();
        assertThat(publish().version().version()).isEqualTo("2");
    }

    @Test
    void aPublishedVersionCannotBeChangedEvenInTheDatabase() {
        create("one");
        publish();

        assertThatExceptionOfType(DataAccessException.class)
                .isThrownBy(() -> as(() -> app("update runtime_manager.function_version set memory_mb = 512"
                        + " where number = 1 and tenant_id = '" + tenant.value() + "'")))
                .withMessageContaining("immutable");
    }

    @Autowired
    private JdbcClient app;

    private int app(String statement) {
        return app.sql(statement).update();
    }

    @Test
    void callsOfAnAliasAreSharedByItsWeights() {
        create("one");
        publish();
        deploy("two");
        publish();
        as(() -> aliases.create(tenant, NAME, "live", "", new AliasTarget("1", "2", new BigDecimal("0.25"))));

        long second = IntStream.range(0, 4_000)
                .filter(_ -> resolve("live").orElseThrow().version().equals("2"))
                .count();

        assertThat(second).isBetween(800L, 1_200L);
        assertThat(resolve("live").orElseThrow().qualifier()).isEqualTo("live");
    }

    @Test
    void anAliasThatMovesIsFollowedAtOnce() {
        create("one");
        publish();
        deploy("two");
        publish();
        Alias made = as(() -> aliases.create(tenant, NAME, "live", "", AliasTarget.of("2")));
        assertThat(resolve("live").orElseThrow().version()).isEqualTo("2");

        Alias moved = as(() -> aliases.update(tenant, NAME, "live", null, AliasTarget.of("1"), made.revision()));

        assertThat(resolve("live").orElseThrow().version()).isEqualTo("1");
        assertThatExceptionOfType(MillirunException.class)
                .isThrownBy(() ->
                        as(() -> aliases.update(tenant, NAME, "live", null, AliasTarget.of("2"), made.revision())))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo("PreconditionFailedException"));
        assertThat(as(() -> aliases.list(tenant, NAME))).containsExactly(moved);
    }

    @Test
    void aVersionThatAnAliasPointsToStays() {
        create("one");
        publish();
        as(() -> aliases.create(tenant, NAME, "live", "", AliasTarget.of("1")));

        assertThatExceptionOfType(MillirunException.class)
                .isThrownBy(() -> as(() -> {
                    versions.delete(tenant, NAME, 1);
                    return NAME;
                }))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo("ResourceConflictException"));
        assertThat(resolve("live")).isPresent();
    }

    @Test
    void anAliasOfNoVersionIsRefused() {
        create("one");

        assertThatExceptionOfType(MillirunException.class)
                .isThrownBy(() -> as(() -> aliases.create(tenant, NAME, "live", "", AliasTarget.of("7"))))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo("ResourceNotFoundException"));
        for (String bad : List.of("", "12", "a b", "x".repeat(129))) {
            assertThatExceptionOfType(MillirunException.class)
                    .isThrownBy(() -> as(() -> aliases.create(tenant, NAME, bad, "", AliasTarget.of("$LATEST"))))
                    .satisfies(refused -> assertThat(refused.code()).isEqualTo("InvalidParameterValueException"));
        }
    }

    @Test
    void aFunctionWithVersionsAndAliasesIsDeletedWhole() {
        create("one");
        publish();
        as(() -> aliases.create(tenant, NAME, "live", "", AliasTarget.of("1")));

        CurrentTenant.run(tenant, () -> catalog.delete(tenant, NAME));

        assertThat(resolve("live")).isEmpty();
        for (String table : List.of("function", "function_version", "function_alias", "function_url")) {
            assertThat(worker.sql("select count(*) from runtime_manager." + table + " where tenant_id = ?")
                            .param(tenant.value())
                            .query(Long.class)
                            .single())
                    .as(table)
                    .isZero();
        }
    }

    @Test
    void anAliasHasItsOwnUrlFoundByAnIdThatSaysNothing() {
        create("one");
        publish();
        as(() -> aliases.create(tenant, NAME, "live", "", AliasTarget.of("1")));
        FunctionUrl open = new FunctionUrl(
                UrlAuth.NONE,
                new UrlCors(true, List.of("x-a"), List.of("GET"), List.of("https://example.org"), List.of(), 60),
                InvokeMode.RESPONSE_STREAM,
                true);

        UrlConfig made = as(() -> urls.create(tenant, NAME, "live", open));

        assertThat(resolve("live").orElseThrow().url()).isEqualTo(open);
        assertThat(resolve(null).orElseThrow().url().auth()).isEqualTo(UrlAuth.ACCESS_KEY);
        assertThat(directory.owner(made.id()).toCompletableFuture().join()).hasValueSatisfying(owner -> {
            assertThat(owner.tenant()).isEqualTo(tenant);
            assertThat(owner.qualifier()).isEqualTo("live");
        });
        CurrentTenant.run(tenant, () -> urls.delete(tenant, NAME, "live"));
        assertThat(directory.owner(made.id()).toCompletableFuture().join()).isEmpty();
    }

    @Test
    void limitsOfAFunctionReachItsCallsWithoutANewRevision() {
        DeployedFunction made = create("one");
        assertThat(resolve(null).orElseThrow().reservedConcurrency()).isEmpty();

        CurrentTenant.run(tenant, () -> reservations.reserve(tenant, NAME, 7, 100));

        assertThat(resolve(null).orElseThrow().reservedConcurrency()).hasValue(7);
        assertThat(resolve(null).orElseThrow().revision())
                .isEqualTo(made.latest().revision());
        assertThatExceptionOfType(MillirunException.class)
                .isThrownBy(() -> CurrentTenant.run(tenant, () -> reservations.reserve(tenant, NAME, 101, 100)));
        assertThat(as(() -> reservations.find(tenant, NAME))).hasValue(7);
    }

    private DeployedFunction create(String source) {
        try (CodePackage code = code(source)) {
            FunctionSettings settings = new FunctionSettings(
                    "nodejs24.x", "index.handler", 128, Duration.ofSeconds(3), Map.of("A_VARIABLE", "value"), "", null);
            return as(() -> catalog.create(tenant, NAME.value(), settings, code));
        }
    }

    private void deploy(String source) {
        try (CodePackage code = code(source)) {
            as(() -> catalog.updateCode(tenant, NAME, code, null));
        }
    }

    private DeployedVersion publish() {
        return as(() -> versions.publish(tenant, NAME, null, null, null));
    }

    private Optional<FunctionVersion> resolve(@Nullable String qualifier) {
        return directory.resolve(tenant, NAME, qualifier).toCompletableFuture().join();
    }

    private CodePackage code(String source) {
        return packages.ofSources(Map.of("index.mjs", source));
    }

    private <T> T as(ScopedValue.CallableOp<T, RuntimeException> work) {
        return CurrentTenant.call(tenant, work);
    }
}
