package io.millirun.runtimemanager.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millirun.kernel.CurrentTenant;
import io.millirun.kernel.MillirunException;
import io.millirun.kernel.TenantId;
import io.millirun.runtimemanager.ModuleContext;
import io.millirun.runtimemanager.code.CodePackage;
import io.millirun.runtimemanager.code.CodePackages;
import jakarta.persistence.PersistenceException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

@SpringBootTest(
        classes = ModuleContext.class,
        properties = {"millirun.data=target/test-data", "millirun.runtime-manager.runtimes-directory=../runtimes"})
@Import(FunctionCatalogIT.NoEngine.class)
class FunctionCatalogIT {

    private static final FunctionSettings SETTINGS = new FunctionSettings(
            "nodejs24.x",
            "index.handler",
            256,
            Duration.ofSeconds(5),
            Map.of("GREETING", "s3cr3t-hello"),
            "Says hello",
            UrlAuth.ACCESS_KEY);

    private final TenantId tenant = TenantId.next();

    @Autowired
    private FunctionCatalog catalog;

    @Autowired
    private CodePackages packages;

    @Autowired
    private JdbcClient app;

    @Autowired
    @Qualifier("worker")
    private JdbcClient worker;

    @Test
    void aFunctionIsWhatWasDeployed() {
        DeployedFunction made = create("hello", "one");

        DeployedFunction found = as(tenant, () -> catalog.find(tenant, new FunctionName("hello")))
                .orElseThrow();

        assertThat(found).isEqualTo(made);
        assertThat(found.settings()).isEqualTo(SETTINGS);
        assertThat(found.latest().version()).isEqualTo("$LATEST");
        assertThat(as(
                        tenant,
                        () -> packages.sources(tenant, found.latest().codeDigest())
                                .files()))
                .singleElement()
                .satisfies(file -> assertThat(file.text()).isEqualTo("one"));
    }

    @Test
    void functionsAreListedByName() {
        create("zeta", "1");
        create("alpha", "1");

        assertThat(as(tenant, () -> catalog.list(tenant)))
                .extracting(function -> function.name().value())
                .containsExactly("alpha", "zeta");
    }

    @Test
    void aNameIsTakenOnceAndNothingIsLeftOfTheSecond() {
        create("hello", "one");

        assertThatExceptionOfType(InvalidFunctionException.class)
                .isThrownBy(() -> create("hello", "two"))
                .satisfies(refusal -> {
                    assertThat(refusal.code()).isEqualTo("ResourceConflictException");
                    assertThat(refusal.problems())
                            .extracting(FunctionProblem::field)
                            .containsExactly(FunctionProblem.Field.NAME);
                });
        assertThat(rows("code_package")).isEqualTo(1);
        assertThat(rows("function_version")).isEqualTo(1);
    }

    @Test
    void ofManyAtOnceOneGetsTheName() throws Exception {
        try (ExecutorService creators = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> attempts = IntStream.range(0, 8)
                    .mapToObj(i -> creators.submit(() -> {
                        try {
                            create("hello", "code " + i);
                            return "made";
                        } catch (InvalidFunctionException taken) {
                            return taken.code();
                        }
                    }))
                    .toList();
            int made = 0;
            for (Future<String> attempt : attempts) {
                made += attempt.get().equals("made") ? 1 : 0;
            }
            assertThat(made).isEqualTo(1);
        }
        assertThat(rows("function")).isEqualTo(1);
        assertThat(rows("code_package")).isEqualTo(1);
    }

    @Test
    void whatIsInvalidIsNotEvenBegun() {
        FunctionSettings unknown =
                new FunctionSettings("cobol85", "a.b", 128, Duration.ofSeconds(3), Map.of(), "", UrlAuth.NONE);

        assertThatExceptionOfType(InvalidFunctionException.class)
                .isThrownBy(() -> {
                    try (CodePackage code = code("x")) {
                        as(tenant, () -> catalog.create(tenant, "bad name", unknown, code));
                    }
                })
                .satisfies(refusal -> assertThat(refusal.problems()).hasSize(2));
        assertThat(rows("function") + rows("code_package")).isZero();
    }

    @Test
    void everyChangeMakesANewRevision() {
        DeployedFunction first = create("hello", "one");
        FunctionName name = first.name();

        DeployedFunction second = update(name, "two", null);
        DeployedFunction third = as(tenant, () -> catalog.updateConfiguration(tenant, name, SETTINGS, null));

        assertThat(Set.of(
                        first.latest().revision(),
                        second.latest().revision(),
                        third.latest().revision()))
                .hasSize(3);
        assertThat(second.latest().codeDigest()).isNotEqualTo(first.latest().codeDigest());
        assertThat(third.latest().codeDigest()).isEqualTo(second.latest().codeDigest());
    }

    @Test
    void aChangeFromAnOldRevisionIsRefused() {
        DeployedFunction first = create("hello", "one");
        UUID old = first.latest().revision();
        update(first.name(), "two", old);

        assertThatExceptionOfType(MillirunException.class)
                .isThrownBy(() -> update(first.name(), "three", old))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo("PreconditionFailedException"));
        assertThat(rows("code_package")).isEqualTo(2);
    }

    @Test
    void aDeletedFunctionIsGoneAndItsNameFree() {
        FunctionName name = create("hello", "one").name();

        as(tenant, () -> {
            catalog.delete(tenant, name);
            return name;
        });

        assertThat(as(tenant, () -> catalog.find(tenant, name))).isEmpty();
        assertThat(rows("function_version")).isZero();
        create("hello", "one");
    }

    @Test
    void anUnknownFunctionIsNotFound() {
        FunctionName unknown = new FunctionName("unknown");

        for (Runnable attempt : List.<Runnable>of(
                () -> update(unknown, "x", null),
                () -> as(tenant, () -> catalog.updateConfiguration(tenant, unknown, SETTINGS, null)),
                () -> CurrentTenant.run(tenant, () -> catalog.delete(tenant, unknown)))) {
            assertThatExceptionOfType(MillirunException.class)
                    .isThrownBy(attempt::run)
                    .satisfies(refusal -> assertThat(refusal.code()).isEqualTo("ResourceNotFoundException"));
        }
        assertThat(rows("code_package")).isZero();
    }

    @Test
    void anotherTenantsFunctionIsNotFoundWhoeverAsks() {
        DeployedFunction made = create("hello", "one");
        TenantId other = TenantId.next();

        assertThat(as(other, () -> catalog.find(other, made.name()))).isEmpty();
        // Even a slip in our own code does not show it: the database refuses.
        assertThat(as(other, () -> catalog.find(tenant, made.name()))).isEmpty();
        assertThat(as(other, () -> catalog.list(tenant))).isEmpty();
        assertThatExceptionOfType(MillirunException.class)
                .isThrownBy(() ->
                        as(other, () -> packages.sources(tenant, made.latest().codeDigest())));
        assertThatExceptionOfType(PersistenceException.class)
                .isThrownBy(() -> as(other, () -> {
                    try (CodePackage code = code("x")) {
                        return catalog.create(tenant, "mine", SETTINGS, code);
                    }
                }));
    }

    @Test
    void withoutABoundTenantTablesRefuse() {
        assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> catalog.list(tenant));
        for (String table : List.of("function", "function_version", "code_package")) {
            assertThatExceptionOfType(DataAccessException.class)
                    .isThrownBy(() -> app.sql("select count(*) from runtime_manager." + table)
                            .query(Long.class)
                            .single());
        }
    }

    @Test
    void environmentsAreNotReadableInTheDatabase() {
        create("hello", "one");

        byte[] stored = worker.sql("select environment from runtime_manager.function_version where tenant_id = ?")
                .param(tenant.value())
                .query(byte[].class)
                .single();

        assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain("s3cr3t");
    }

    private DeployedFunction create(String name, String source) {
        try (CodePackage code = code(source)) {
            return as(tenant, () -> catalog.create(tenant, name, SETTINGS, code));
        }
    }

    private DeployedFunction update(FunctionName name, String source, @Nullable UUID expected) {
        try (CodePackage code = code(source)) {
            return as(tenant, () -> catalog.updateCode(tenant, name, code, expected));
        }
    }

    private CodePackage code(String source) {
        return packages.ofSources(Map.of("index.mjs", source));
    }

    private long rows(String table) {
        return worker.sql("select count(*) from runtime_manager." + table + " where tenant_id = ?")
                .param(tenant.value())
                .query(Long.class)
                .single();
    }

    static <T> T as(TenantId tenant, ScopedValue.CallableOp<T, RuntimeException> work) {
        return CurrentTenant.call(tenant, work);
    }

    /** Nothing runs. */
    @Configuration(proxyBeanMethods = false)
    static class NoEngine {

        @Bean
        FunctionListener engine() {
            return new FakeEngine();
        }
    }
}
