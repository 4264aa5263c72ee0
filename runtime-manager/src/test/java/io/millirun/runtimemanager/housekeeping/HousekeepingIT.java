package io.millirun.runtimemanager.housekeeping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.millirun.kernel.CurrentTenant;
import io.millirun.kernel.FunctionId;
import io.millirun.kernel.MillirunException;
import io.millirun.kernel.TenantId;
import io.millirun.runtimemanager.ModuleContext;
import io.millirun.runtimemanager.code.CodePackage;
import io.millirun.runtimemanager.code.CodePackages;
import io.millirun.runtimemanager.functions.FunctionCatalog;
import io.millirun.runtimemanager.functions.FunctionListener;
import io.millirun.runtimemanager.functions.FunctionName;
import io.millirun.runtimemanager.functions.FunctionSettings;
import io.millirun.runtimemanager.functions.PublishedVersions;
import io.millirun.runtimemanager.functions.UrlAuth;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

@SpringBootTest(
        classes = ModuleContext.class,
        properties = {
            "millirun.data=target/test-data",
            "millirun.runtime-manager.runtimes-directory=../runtimes",
            "millirun.runtime-manager.code-storage-per-organization=80KB"
        })
@Import(HousekeepingIT.NoEngine.class)
class HousekeepingIT {

    private static final FunctionName NAME = new FunctionName("hello");

    private final TenantId tenant = TenantId.next();

    @Autowired
    private FunctionCatalog catalog;

    @Autowired
    private PublishedVersions versions;

    @Autowired
    private CodePackages packages;

    @Autowired
    @Qualifier("worker")
    private JdbcClient worker;

    @Test
    void packagesThatNothingRefersToGoOnceTheyAreOld() {
        String published = create("one");
        as(() -> versions.publish(tenant, NAME, null, null, null));
        String replaced = deploy("two");
        String current = deploy("three");

        collect(Duration.ofHours(1));
        assertThat(kept()).contains(published, replaced, current);

        collect(Duration.ofDays(2));
        assertThat(kept()).containsExactlyInAnyOrder(published, current);
    }

    @Test
    void anOrganizationThatKeepsTooMuchIsToldSo() {
        create(random(60_000));

        assertThatExceptionOfType(MillirunException.class)
                .isThrownBy(() -> deploy(random(60_000)))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo("CodeStorageExceededException"));
        // What is there already costs nothing more.
        String same =
                as(() -> catalog.find(tenant, NAME)).orElseThrow().latest().codeDigest();
        assertThat(kept()).containsExactly(same);
    }

    @Test
    void namesOfDeletedFunctionsStayAsLongAsTheirUsage() {
        create("one");
        FunctionId function =
                as(() -> catalog.find(tenant, NAME)).orElseThrow().latest().function();
        as(() -> {
            catalog.delete(tenant, NAME);
            return NAME;
        });

        collect(Duration.ofDays(400));
        assertThat(as(() -> catalog.former(tenant))).containsExactly(Map.entry(function, NAME));

        collect(Duration.ofDays(440));
        assertThat(as(() -> catalog.former(tenant))).isEmpty();
    }

    private void collect(Duration later) {
        Clock then = Clock.fixed(Instant.now().plus(later), ZoneOffset.UTC);
        var properties = new HousekeepingProperties(
                Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(30), Duration.ofDays(430));
        new Housekeeping(properties, new UnusedCode(worker), _ -> 0, then).collect();
    }

    private List<String> kept() {
        return worker.sql("select digest from runtime_manager.code_package where tenant_id = ?")
                .param(tenant.value())
                .query(String.class)
                .list();
    }

    private static String random(int size) {
        StringBuilder text = new StringBuilder();
        RandomGenerator.getDefault().ints(size, 33, 127).forEach(text::appendCodePoint);
        return text.toString();
    }

    private String create(String text) {
        var settings = new FunctionSettings(
                "nodejs24.x", "index.handler", 128, Duration.ofSeconds(3), Map.of(), "", UrlAuth.NONE);
        try (CodePackage code = packages.ofSources(Map.of("index.mjs", text))) {
            as(() -> catalog.create(tenant, "hello", settings, code));
            return code.digest();
        }
    }

    private String deploy(String text) {
        try (CodePackage code = packages.ofSources(Map.of("index.mjs", text))) {
            as(() -> catalog.updateCode(tenant, NAME, code, null));
            return code.digest();
        }
    }

    private <T> T as(ScopedValue.CallableOp<T, RuntimeException> work) {
        return CurrentTenant.call(tenant, work);
    }

    /** No instances: these tests are about what nothing uses. */
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
