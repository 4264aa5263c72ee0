package io.millirun.runtimemanager.functions;

import io.millirun.kernel.Fault;
import io.millirun.kernel.FunctionId;
import io.millirun.kernel.MillirunException;
import io.millirun.kernel.TenantId;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What every change of functions is made of: one transaction, in which all nodes are told. */
final class FunctionStore {

    /** The channel on which changed functions, as {@code <tenant> <function>}, are told to all processes. */
    static final String CHANNEL = "millirun_functions";

    private final FunctionRows rows;
    private final EnvironmentCipher cipher;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    FunctionStore(
            FunctionRows rows,
            EnvironmentCipher cipher,
            JdbcClient jdbc,
            TransactionTemplate transaction,
            ApplicationEventPublisher events,
            Clock clock) {
        this.rows = rows;
        this.cipher = cipher;
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.events = events;
        this.clock = clock;
    }

    FunctionRows rows() {
        return rows;
    }

    EnvironmentCipher cipher() {
        return cipher;
    }

    JdbcClient jdbc() {
        return jdbc;
    }

    <T> T inTransaction(Supplier<T> work) {
        return Objects.requireNonNull(transaction.execute(_ -> work.get()));
    }

    /** The function called {@code name}, or {@code ResourceNotFoundException}. */
    FunctionRow existing(TenantId tenant, FunctionName name) {
        return rows.find(tenant, name).orElseThrow(() -> notFound(name));
    }

    /** The same, kept for this transaction alone until it ends. */
    FunctionRow locked(TenantId tenant, FunctionName name) {
        return rows.locked(tenant, name).orElseThrow(() -> notFound(name));
    }

    /** What was read of the function before is stale, here and on all nodes, once the transaction commits. */
    void tell(TenantId tenant, UUID function) {
        rows.flush();
        jdbc.sql("update runtime_manager.function set state = gen_random_uuid() where tenant_id = ? and id = ?")
                .params(tenant.value(), function)
                .update();
        jdbc.sql("select pg_notify(?, ?)")
                .params(CHANNEL, tenant + " " + function)
                .query()
                .singleRow();
        events.publishEvent(new FunctionChanged(tenant, new FunctionId(function)));
    }

    /** As precise as the database keeps it, so that what is answered equals what is read later. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** Refuses a change that was made from another revision than the current. */
    static void expect(@Nullable UUID expected, UUID current) {
        if (expected != null && !expected.equals(current)) {
            throw new MillirunException(
                    Fault.CALLER,
                    "PreconditionFailedException",
                    "The Revision Id provided does not match the latest Revision Id: it was changed by somebody else in"
                            + " the meantime. Get it again, and then change that.");
        }
    }

    static MillirunException notFound(FunctionName name) {
        return notFound("Function not found: " + name);
    }

    static MillirunException notFound(String message) {
        return new MillirunException(Fault.CALLER, "ResourceNotFoundException", message);
    }

    static MillirunException conflict(String message) {
        return new MillirunException(Fault.CALLER, "ResourceConflictException", message);
    }

    static MillirunException invalid(String message) {
        return new MillirunException(Fault.CALLER, "InvalidParameterValueException", message);
    }

    /** Whether {@code failed} is the violation of the constraint called {@code name}. */
    static boolean violates(Throwable failed, String name) {
        return failed instanceof ConstraintViolationException violation && name.equals(violation.getConstraintName());
    }

    static Optional<UUID> revision(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException _) {
            return Optional.of(new UUID(0, 0));
        }
    }
}
