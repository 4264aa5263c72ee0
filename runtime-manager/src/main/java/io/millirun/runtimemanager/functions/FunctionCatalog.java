package io.millirun.runtimemanager.functions;

import io.millirun.kernel.Fault;
import io.millirun.kernel.FunctionId;
import io.millirun.kernel.MillirunException;
import io.millirun.kernel.TenantId;
import io.millirun.runtimemanager.code.CodePackage;
import io.millirun.runtimemanager.code.CodePackages;
import io.millirun.runtimemanager.functions.FunctionProblem.Field;
import jakarta.persistence.PersistenceException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The functions of an organization, for its developers. Each change is one transaction: it is there whole, with its code
 * and the word to all nodes, or it never was.
 */
public final class FunctionCatalog {

    private final FunctionStore store;
    private final FunctionRules rules;
    private final CodePackages packages;
    private final ToIntFunction<TenantId> most;

    /**
     * @param most how many functions an organization may have
     */
    FunctionCatalog(FunctionStore store, FunctionRules rules, CodePackages packages, ToIntFunction<TenantId> most) {
        this.store = store;
        this.rules = rules;
        this.packages = packages;
        this.most = most;
    }

    /** All functions of {@code tenant}, by name. */
    public List<DeployedFunction> list(TenantId tenant) {
        return store.inTransaction(() -> store.rows().all(tenant).stream()
                .map(found -> found.latest().toFunction(found.function(), found.url(), store.cipher()))
                .toList());
    }

    /** What deleted functions of {@code tenant} were called, for as long as usage records are kept. */
    public Map<FunctionId, FunctionName> former(TenantId tenant) {
        return store.inTransaction(() -> store
                .jdbc()
                .sql("select id, name from runtime_manager.former_function where tenant_id = ?")
                .param(tenant.value())
                .query((row, _) -> Map.entry(
                        new FunctionId(row.getObject("id", UUID.class)), new FunctionName(row.getString("name"))))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** The function called {@code name}. */
    public Optional<DeployedFunction> find(TenantId tenant, FunctionName name) {
        return store.inTransaction(() -> store.rows().find(tenant, name).map(function -> {
            VersionRow latest = store.rows().latest(tenant, function.id(), false);
            return deployed(tenant, function, latest);
        }));
    }

    /**
     * Everything that is wrong with a new function, apart from its name being taken; empty if nothing is.
     */
    public List<FunctionProblem> check(String name, FunctionSettings settings) {
        List<FunctionProblem> problems = new ArrayList<>();
        rules.checkName(name).ifPresent(problems::add);
        problems.addAll(rules.check(settings));
        return problems;
    }

    /**
     * Deploys a new function, which can be called at once.
     *
     * @throws InvalidFunctionException if something is wrong with it, or with code {@code ResourceConflictException} if
     *     the name is taken
     */
    public DeployedFunction create(TenantId tenant, String name, FunctionSettings settings, CodePackage code) {
        return create(tenant, name, settings, new FunctionCode.Zip(code), VersionState.READY);
    }

    /**
     * Deploys a new function.
     *
     * @param state whether it can be called at once
     * @throws InvalidFunctionException if something is wrong with it, or with code {@code ResourceConflictException} if
     *     the name is taken
     */
    public DeployedFunction create(
            TenantId tenant, String name, FunctionSettings settings, FunctionCode code, VersionState state) {
        refuse(check(name, settings));
        FunctionId id = FunctionId.next();
        return store.inTransaction(() -> {
            Instant now = store.now();
            checkRoom(tenant);
            FunctionRow function = new FunctionRow(tenant, id, new FunctionName(name), now);
            try {
                store.rows().add(function);
            } catch (PersistenceException failed) {
                throw FunctionStore.violates(failed, "function_name_taken") ? taken(name) : failed;
            }
            keep(tenant, code);
            VersionRow latest = new VersionRow(tenant, id, settings, code, state, store.cipher(), now);
            store.rows().add(latest);
            configureUrl(tenant, id.value(), settings, now);
            store.tell(tenant, id.value());
            return deployed(tenant, function, latest);
        });
    }

    private void checkRoom(TenantId tenant) {
        long there = store.jdbc()
                .sql("select count(*) from runtime_manager.function where tenant_id = ?")
                .param(tenant.value())
                .query(Long.class)
                .single();
        if (there >= most.applyAsInt(tenant)) {
            throw new MillirunException(
                    Fault.CALLER,
                    "FunctionLimitExceededException",
                    "Your organization has " + there + " functions, and may have " + most.applyAsInt(tenant)
                            + ". Delete some that are not needed, or ask the operator for more.");
        }
    }

    /**
     * Deploys new code of a function; calls under way finish on the old.
     *
     * @param expected the revision that the change was made from, null to change whatever is there
     * @throws MillirunException {@code ResourceNotFoundException}, or {@code PreconditionFailedException} if the function
     *     has another revision by now
     */
    public DeployedFunction updateCode(TenantId tenant, FunctionName name, CodePackage code, @Nullable UUID expected) {
        return updateCode(tenant, name, new FunctionCode.Zip(code), null, expected);
    }

    /**
     * The same, with a zip or an image.
     *
     * @param settings configuration to go with the code, null to leave it as it is
     */
    public DeployedFunction updateCode(
            TenantId tenant,
            FunctionName name,
            FunctionCode code,
            @Nullable FunctionSettings settings,
            @Nullable UUID expected) {
        if (settings != null) {
            refuse(rules.check(settings));
        }
        return change(tenant, name, expected, latest -> {
            keep(tenant, code);
            latest.deploy(code, store.now());
            if (settings != null) {
                latest.configure(settings, store.cipher(), store.now());
            }
        });
    }

    /**
     * Changes the configuration of a function; calls under way finish with the old.
     *
     * @param expected the revision that the change was made from, null to change whatever is there
     * @throws InvalidFunctionException if something is wrong with the settings
     * @throws MillirunException {@code ResourceNotFoundException}, or {@code PreconditionFailedException} if the function
     *     has another revision by now
     */
    public DeployedFunction updateConfiguration(
            TenantId tenant, FunctionName name, FunctionSettings settings, @Nullable UUID expected) {
        refuse(rules.check(settings));
        return change(tenant, name, expected, latest -> {
            latest.configure(settings, store.cipher(), store.now());
            configureUrl(tenant, latest.functionId(), settings, store.now());
        });
    }

    /**
     * Says whether a function can be called, and what became of its last update.
     *
     * @throws MillirunException {@code ResourceNotFoundException}
     */
    public DeployedFunction report(TenantId tenant, FunctionName name, VersionState state) {
        return change(tenant, name, null, latest -> latest.report(state, store.now()));
    }

    /**
     * Deletes a function with all its versions; calls to it are answered with "not found" from then on.
     *
     * @throws MillirunException {@code ResourceNotFoundException}
     */
    public void delete(TenantId tenant, FunctionName name) {
        store.inTransaction(() -> {
            UUID function = store.existing(tenant, name).id();
            if (!store.rows().remove(tenant, function)) {
                throw FunctionStore.notFound(name);
            }
            store.jdbc()
                    .sql("insert into runtime_manager.former_function (tenant_id, id, name) values (?, ?, ?)")
                    .params(tenant.value(), function, name.value())
                    .update();
            store.tell(tenant, function);
            return name;
        });
    }

    private DeployedFunction change(
            TenantId tenant, FunctionName name, @Nullable UUID expected, Consumer<VersionRow> change) {
        return store.inTransaction(() -> {
            FunctionRow function = store.existing(tenant, name);
            VersionRow latest = store.rows().latest(tenant, function.id(), true);
            FunctionStore.expect(expected, latest.revision());
            change.accept(latest);
            function.updated(store.now());
            store.tell(tenant, function.id());
            return deployed(tenant, function, latest);
        });
    }

    private DeployedFunction deployed(TenantId tenant, FunctionRow function, VersionRow latest) {
        return latest.toFunction(function, store.rows().url(tenant, function.id(), UrlRow.UNQUALIFIED), store.cipher());
    }

    private void configureUrl(TenantId tenant, UUID function, FunctionSettings settings, Instant now) {
        UrlAuth auth = settings.urlAuth();
        if (auth == null) {
            return;
        }
        UrlRow row = store.rows().url(tenant, function, UrlRow.UNQUALIFIED);
        if (row == null) {
            FunctionUrl url = new FunctionUrl(auth, null, InvokeMode.BUFFERED, false);
            store.rows().add(new UrlRow(tenant, function, UrlRow.UNQUALIFIED, url, now));
        } else if (row.toUrl().auth() != auth) {
            FunctionUrl url = row.toUrl();
            row.change(new FunctionUrl(auth, url.cors(), url.mode(), url.figures()), now);
        }
    }

    private void keep(TenantId tenant, FunctionCode code) {
        if (code instanceof FunctionCode.Zip(var content)) {
            packages.keep(tenant, content);
        }
    }

    private static void refuse(List<FunctionProblem> problems) {
        if (!problems.isEmpty()) {
            throw new InvalidFunctionException(problems);
        }
    }

    private static MillirunException taken(String name) {
        return new InvalidFunctionException(
                "ResourceConflictException",
                List.of(new FunctionProblem(Field.NAME, "Function already exist: " + name)));
    }
}
