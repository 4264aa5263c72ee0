package io.millirun.runtimemanager.builds;

import io.millirun.kernel.FunctionId;
import io.millirun.kernel.TenantId;
import io.millirun.kernel.Uuid7;
import io.millirun.runtimemanager.builds.Build.State;
import io.millirun.runtimemanager.code.CodePackage;
import io.millirun.runtimemanager.code.CodePackages;
import io.millirun.runtimemanager.functions.DeployedFunction;
import io.millirun.runtimemanager.functions.FunctionCatalog;
import io.millirun.runtimemanager.functions.FunctionCode;
import io.millirun.runtimemanager.functions.FunctionName;
import io.millirun.runtimemanager.functions.FunctionSettings;
import io.millirun.runtimemanager.functions.FunctionVersion;
import io.millirun.runtimemanager.functions.VersionState;
import io.millirun.runtimemanager.runtimes.RuntimeCatalogue;
import io.millirun.runtimemanager.runtimes.SourceRule;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Deploys code of any kind. What can run runs at once; source is built first, and an image is looked for, while the
 * function's state says so and calls go on with what was.
 */
public final class Builds {

    /** In the place of an image's digest while it is not known. */
    private static final String NO_DIGEST = "0".repeat(64);

    private final FunctionCatalog catalog;
    private final CodePackages packages;
    private final RuntimeCatalogue runtimes;
    private final BuildRows rows;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Builds(
            FunctionCatalog catalog,
            CodePackages packages,
            RuntimeCatalogue runtimes,
            BuildRows rows,
            TransactionTemplate transaction,
            Clock clock) {
        this.catalog = catalog;
        this.packages = packages;
        this.runtimes = runtimes;
        this.rows = rows;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Whether {@code code} must be built before functions of {@code runtime} can run it. */
    public boolean mustBeBuilt(String runtime, CodePackage code) {
        return runtimes.find(runtime)
                .map(known -> known.source())
                .filter(rule -> mustBeBuilt(rule, code))
                .isPresent();
    }

    private static boolean mustBeBuilt(SourceRule rule, CodePackage code) {
        return rule.mustBeBuilt(code.paths(), code::text);
    }

    /** Deploys a new function; see {@link FunctionCatalog#create}. It can be called once its code is ready. */
    public DeployedFunction create(TenantId tenant, String name, FunctionSettings settings, CodePackage code) {
        return create(tenant, name, settings, new FunctionCode.Zip(code));
    }

    /** The same with a zip of code or source, or an image, whose digest is of no account. */
    public DeployedFunction create(TenantId tenant, String name, FunctionSettings settings, FunctionCode code) {
        Optional<Build.Source> source = source(settings.runtime(), code);
        if (source.isEmpty()) {
            return catalog.create(tenant, name, settings, code, VersionState.READY);
        }
        return inTransaction(() -> {
            DeployedFunction made =
                    catalog.create(tenant, name, settings, unready(code), VersionState.creating(doing(source.get())));
            enqueue(tenant, made, source.get(), true);
            return made;
        });
    }

    /** Deploys new code of a function; see {@link FunctionCatalog#updateCode}. */
    public DeployedFunction updateCode(TenantId tenant, FunctionName name, CodePackage code, @Nullable UUID expected) {
        return updateCode(tenant, name, new FunctionCode.Zip(code), null, expected);
    }

    /**
     * The same with a zip of code or source, or an image, whose digest is of no account.
     *
     * @param settings configuration to go with the code, null to leave it as it is
     */
    public DeployedFunction updateCode(
            TenantId tenant,
            FunctionName name,
            FunctionCode code,
            @Nullable FunctionSettings settings,
            @Nullable UUID expected) {
        return inTransaction(() -> {
            Optional<DeployedFunction> before = catalog.find(tenant, name);
            String runtime = settings != null
                    ? settings.runtime()
                    : before.map(function -> function.latest().runtime()).orElse("");
            Optional<Build.Source> source = source(runtime, code);
            before.ifPresent(
                    function -> rows.supersede(tenant, function.latest().function(), now()));
            if (before.isEmpty() || source.isEmpty()) {
                DeployedFunction changed = catalog.updateCode(tenant, name, code, settings, expected);
                return changed.latest().state().equals(VersionState.READY)
                        ? changed
                        : catalog.report(tenant, name, VersionState.READY);
            }
            // Checks the revision, and changes it: what others read before is no longer what will be.
            catalog.updateConfiguration(
                    tenant, name, settings == null ? before.get().settings() : settings, expected);
            if (code instanceof FunctionCode.Zip(var content)) {
                packages.keep(tenant, content);
            }
            VersionState state = before.get().latest().state();
            boolean first = state.phase() == VersionState.Phase.PENDING || state.phase() == VersionState.Phase.FAILED;
            DeployedFunction waiting =
                    catalog.report(tenant, name, first ? VersionState.creating(doing(source.get())) : state.updating());
            enqueue(tenant, waiting, source.get(), first);
            return waiting;
        });
    }

    /** The function's last build; empty if none of its code had to be made ready. */
    public Optional<Build> latest(TenantId tenant, FunctionId function) {
        return inTransaction(() -> rows.latest(tenant, function));
    }

    /** What a build has printed so far. */
    public String log(TenantId tenant, UUID build) {
        return inTransaction(() -> rows.log(tenant, build));
    }

    /** The package that people wrote: the source, where what a version runs was built of it. */
    public String sourceOf(FunctionVersion version) {
        return inTransaction(() -> rows.sourceOf(version.tenant(), version.function(), version.codeDigest()))
                .orElse(version.codeDigest());
    }

    /** The package that people wrote last, which is being built, or could not be, if it is not what runs. */
    public String written(FunctionVersion version) {
        Optional<Build> last = latest(version.tenant(), version.function());
        boolean failed = version.state().update() == VersionState.Update.FAILED;
        return last.filter(build -> build.isOpen() || (failed && build.state() == State.FAILED))
                .map(Build::source)
                .flatMap(source ->
                        source instanceof Build.SourcePackage(var digest) ? Optional.of(digest) : Optional.empty())
                .orElseGet(() -> sourceOf(version));
    }

    /** The build is done: the function runs {@code code}; false if newer code was deployed meanwhile. */
    boolean succeeded(Build build, FunctionCode code, String builder) {
        return inTransaction(() -> {
            String digest = switch (code) {
                case FunctionCode.Zip(var content) -> content.digest();
                case FunctionCode.Image(var _, var found) -> found;
            };
            if (!rows.end(build, State.SUCCEEDED, "", builder, digest, now())) {
                return false;
            }
            FunctionName name = new FunctionName(build.functionName());
            catalog.updateCode(build.tenant(), name, code, null, null);
            catalog.report(build.tenant(), name, VersionState.READY);
            return true;
        });
    }

    /** The build failed: the function goes on with what it ran before, if anything. */
    void failed(Build build, String code, String reason) {
        inTransaction(() -> {
            if (rows.end(build, State.FAILED, reason, "", null, now())) {
                FunctionName name = new FunctionName(build.functionName());
                VersionState state = build.first()
                        ? VersionState.failed(code, reason)
                        : catalog.find(build.tenant(), name)
                                .map(function -> function.latest().state())
                                .orElse(VersionState.READY)
                                .updateFailed(code, reason);
                catalog.report(build.tenant(), name, state);
            }
            return true;
        });
    }

    private void enqueue(TenantId tenant, DeployedFunction function, Build.Source source, boolean first) {
        rows.add(new Build(
                tenant,
                Uuid7.next(),
                function.latest().function(),
                function.name().value(),
                function.latest().runtime(),
                source,
                first,
                State.QUEUED,
                "",
                now(),
                null,
                null));
    }

    private Optional<Build.Source> source(String runtime, FunctionCode code) {
        return switch (code) {
            case FunctionCode.Image(var uri, var _) -> Optional.of(new Build.ImageName(uri));
            case FunctionCode.Zip(var content) ->
                mustBeBuilt(runtime, content)
                        ? Optional.of(new Build.SourcePackage(content.digest()))
                        : Optional.empty();
        };
    }

    private static FunctionCode unready(FunctionCode code) {
        return code instanceof FunctionCode.Image(var uri, var _) ? new FunctionCode.Image(uri, NO_DIGEST) : code;
    }

    private static String doing(Build.Source source) {
        return switch (source) {
            case Build.SourcePackage _ -> "The function's code is being built.";
            case Build.ImageName _ -> "The function's image is being fetched.";
        };
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private <T> T inTransaction(Supplier<T> work) {
        return Objects.requireNonNull(transaction.execute(_ -> work.get()));
    }
}
