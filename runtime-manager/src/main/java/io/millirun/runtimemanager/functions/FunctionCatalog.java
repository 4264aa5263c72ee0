package io.millirun.runtimemanager.functions;

import io.millirun.kernel.Fault;
import io.millirun.kernel.FunctionId;
import io.millirun.kernel.MillirunException;
import io.millirun.kernel.TenantId;
import io.millirun.runtimemanager.code.CodePackage;
import io.millirun.runtimemanager.code.CodePackages;
import io.millirun.runtimemanager.functions.FunctionProblem.Field;
import jakarta.persistence.PersistenceException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The functions of an organization, for its developers. Each change is one transaction: it is there whole, with its code
 * and the word to all nodes, or it never was.
 */
public final class FunctionCatalog {

    /** The channel on which the ids of changed functions are told to all processes. */
    static final String CHANNEL = "millirun_functions";

    private final FunctionRows rows;
    private final FunctionRules rules;
    private final CodePackages packages;
    private final EnvironmentCipher cipher;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    FunctionCatalog(
            FunctionRows rows,
            FunctionRules rules,
            CodePackages packages,
            EnvironmentCipher cipher,
            JdbcClient jdbc,
            TransactionTemplate transaction,
            ApplicationEventPublisher events,
            Clock clock) {
        this.rows = rows;
        this.rules = rules;
        this.packages = packages;
        this.cipher = cipher;
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.events = events;
        this.clock = clock;
    }

    /** All functions of {@code tenant}, by name. */
    public List<DeployedFunction> list(TenantId tenant) {
        return inTransaction(() -> rows.all(tenant).stream()
                .map(found -> found.latest().toFunction(found.function(), cipher))
                .toList());
    }

    /** The function called {@code name}. */
    public Optional<DeployedFunction> find(TenantId tenant, FunctionName name) {
        return inTransaction(() -> rows.find(tenant, name)
                .map(function -> rows.latest(tenant, function.id(), false).toFunction(function, cipher)));
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
     * Deploys a new function.
     *
     * @throws InvalidFunctionException if something is wrong with it, or with code {@code ResourceConflictException} if
     *     the name is taken
     */
    public DeployedFunction create(TenantId tenant, String name, FunctionSettings settings, CodePackage code) {
        refuse(check(name, settings));
        FunctionId id = FunctionId.next();
        return inTransaction(() -> {
            Instant now = now();
            FunctionRow function = new FunctionRow(tenant, id, new FunctionName(name), now);
            try {
                rows.add(function);
            } catch (PersistenceException failed) {
                throw isTaken(failed) ? taken(name) : failed;
            }
            packages.keep(tenant, code);
            VersionRow latest = new VersionRow(tenant, id, settings, code, cipher, now);
            rows.add(latest);
            tell(tenant, id);
            return latest.toFunction(function, cipher);
        });
    }

    /**
     * Deploys new code of a function; calls under way finish on the old.
     *
     * @param expected the revision that the change was made from, null to change whatever is there
     * @throws MillirunException {@code ResourceNotFoundException}, or {@code PreconditionFailedException} if the function
     *     has another revision by now
     */
    public DeployedFunction updateCode(TenantId tenant, FunctionName name, CodePackage code, @Nullable UUID expected) {
        return change(tenant, name, expected, latest -> {
            packages.keep(tenant, code);
            latest.deploy(code, now());
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
        return change(tenant, name, expected, latest -> latest.configure(settings, cipher, now()));
    }

    /**
     * Deletes a function with all its versions; calls to it are answered with "not found" from then on.
     *
     * @throws MillirunException {@code ResourceNotFoundException}
     */
    public void delete(TenantId tenant, FunctionName name) {
        inTransaction(() -> {
            UUID function = existing(tenant, name).id();
            if (!rows.remove(tenant, function)) {
                throw notFound(name);
            }
            tell(tenant, new FunctionId(function));
            return name;
        });
    }

    private DeployedFunction change(
            TenantId tenant, FunctionName name, @Nullable UUID expected, Consumer<VersionRow> change) {
        return inTransaction(() -> {
            FunctionRow function = existing(tenant, name);
            VersionRow latest = rows.latest(tenant, function.id(), true);
            if (expected != null && !expected.equals(latest.revision())) {
                throw new MillirunException(
                        Fault.CALLER,
                        "PreconditionFailedException",
                        "The function was changed by somebody else in the meantime; look at it again first.");
            }
            change.accept(latest);
            function.updated(now());
            tell(tenant, new FunctionId(function.id()));
            return latest.toFunction(function, cipher);
        });
    }

    private FunctionRow existing(TenantId tenant, FunctionName name) {
        return rows.find(tenant, name).orElseThrow(() -> notFound(name));
    }

    /** PostgreSQL delivers it when, and only if, the transaction commits. */
    private void tell(TenantId tenant, FunctionId function) {
        jdbc.sql("select pg_notify(?, ?)")
                .params(CHANNEL, function.toString())
                .query()
                .singleRow();
        events.publishEvent(new FunctionChanged(tenant, function));
    }

    private <T> T inTransaction(Supplier<T> work) {
        return Objects.requireNonNull(transaction.execute(_ -> work.get()));
    }

    /** As precise as the database keeps it, so that what is answered equals what is read later. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static void refuse(List<FunctionProblem> problems) {
        if (!problems.isEmpty()) {
            throw new InvalidFunctionException(problems);
        }
    }

    private static boolean isTaken(PersistenceException failed) {
        return failed instanceof ConstraintViolationException violation
                && "function_name_taken".equals(violation.getConstraintName());
    }

    private static MillirunException taken(String name) {
        return new InvalidFunctionException(
                "ResourceConflictException",
                List.of(new FunctionProblem(Field.NAME, "There is a function called " + name + " already.")));
    }

    private static MillirunException notFound(FunctionName name) {
        return new MillirunException(
                Fault.CALLER, "ResourceNotFoundException", "There is no function called " + name + ".");
    }
}
