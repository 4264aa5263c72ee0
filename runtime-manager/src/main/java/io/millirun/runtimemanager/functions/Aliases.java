package io.millirun.runtimemanager.functions;

import io.millirun.kernel.Fault;
import io.millirun.kernel.MillirunException;
import io.millirun.kernel.TenantId;
import jakarta.persistence.PersistenceException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names for versions, which callers use and owners move from version to version. */
public final class Aliases {

    private static final Pattern NAME = Pattern.compile("(?!^[0-9]+$)[a-zA-Z0-9-_]{1,128}");
    private static final int LONGEST_DESCRIPTION = 256;

    private final FunctionStore store;

    Aliases(FunctionStore store) {
        this.store = store;
    }

    /** Whether {@code text} can be an alias' name. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /**
     * All aliases of a function, by name.
     *
     * @throws MillirunException {@code ResourceNotFoundException}
     */
    public List<Alias> list(TenantId tenant, FunctionName name) {
        return store.inTransaction(() -> {
            FunctionRow function = store.existing(tenant, name);
            return store.rows().aliases(tenant, function.id()).stream()
                    .map(row -> row.toAlias(function.name()))
                    .toList();
        });
    }

    /**
     * One alias; empty if the function has none of this name.
     *
     * @throws MillirunException {@code ResourceNotFoundException} if there is no such function
     */
    public Optional<Alias> find(TenantId tenant, FunctionName name, String alias) {
        return store.inTransaction(() -> {
            FunctionRow function = store.existing(tenant, name);
            return Optional.ofNullable(store.rows().alias(tenant, function.id(), alias))
                    .map(row -> row.toAlias(function.name()));
        });
    }

    /**
     * Makes an alias.
     *
     * @throws MillirunException {@code ResourceNotFoundException}, {@code ResourceConflictException} if there is such an
     *     alias, {@code InvalidParameterValueException}
     */
    public Alias create(TenantId tenant, FunctionName name, String alias, String description, AliasTarget target) {
        if (!isName(alias)) {
            throw FunctionStore.invalid(
                    "An alias has 1 to 128 letters, digits, hyphens and underscores, and is not a number.");
        }
        check(description, target);
        return store.inTransaction(() -> {
            FunctionRow function = store.locked(tenant, name);
            if (store.rows().alias(tenant, function.id(), alias) != null) {
                throw FunctionStore.conflict("Alias already exists: " + alias);
            }
            AliasRow row = new AliasRow(tenant, function.id(), alias, description, target, store.now());
            write(tenant, function, () -> store.rows().add(row));
            return row.toAlias(function.name());
        });
    }

    /**
     * Changes an alias.
     *
     * @param description null to leave it
     * @param target null to leave it
     * @param expected revision of the alias that the change was made from; null to change whatever is there
     * @throws MillirunException {@code ResourceNotFoundException}, {@code PreconditionFailedException},
     *     {@code InvalidParameterValueException}
     */
    public Alias update(
            TenantId tenant,
            FunctionName name,
            String alias,
            @Nullable String description,
            @Nullable AliasTarget target,
            @Nullable UUID expected) {
        return store.inTransaction(() -> {
            FunctionRow function = store.locked(tenant, name);
            AliasRow row = store.rows().alias(tenant, function.id(), alias);
            if (row == null) {
                throw notFound(name, alias);
            }
            FunctionStore.expect(expected, row.revision());
            Alias before = row.toAlias(function.name());
            String newDescription = description == null ? before.description() : description;
            AliasTarget newTarget = target == null ? before.target() : target;
            check(newDescription, newTarget);
            row.change(newDescription, newTarget, store.now());
            write(tenant, function, () -> store.rows().flush());
            return row.toAlias(function.name());
        });
    }

    /**
     * Deletes an alias, and its URL; does nothing if there is none.
     *
     * @throws MillirunException {@code ResourceNotFoundException} if there is no such function
     */
    public void delete(TenantId tenant, FunctionName name, String alias) {
        store.inTransaction(() -> {
            FunctionRow function = store.locked(tenant, name);
            AliasRow row = store.rows().alias(tenant, function.id(), alias);
            if (row != null) {
                store.rows().remove(row);
                UrlRow url = store.rows().url(tenant, function.id(), alias);
                if (url != null) {
                    store.rows().remove(url);
                }
                store.tell(tenant, function.id());
            }
            return name;
        });
    }

    private void write(TenantId tenant, FunctionRow function, Runnable write) {
        try {
            write.run();
        } catch (PersistenceException failed) {
            throw FunctionStore.violates(failed, "function_alias_version")
                            || FunctionStore.violates(failed, "function_alias_additional_version")
                    ? FunctionStore.notFound("Function " + function.name() + " has no such version.")
                    : failed;
        }
        store.tell(tenant, function.id());
    }

    private static void check(String description, AliasTarget target) {
        if (description.length() > LONGEST_DESCRIPTION) {
            throw FunctionStore.invalid("The description has more than " + LONGEST_DESCRIPTION + " characters.");
        }
        if (!isVersion(target.version())) {
            throw FunctionStore.invalid("A version is $LATEST or a number, not " + target.version() + ".");
        }
        String additional = target.additionalVersion();
        if (additional == null) {
            return;
        }
        if (!PublishedVersions.isNumber(additional) || target.version().equals(FunctionVersion.LATEST)) {
            throw FunctionStore.invalid("$LATEST is not supported for an alias pointing to more than 1 version");
        }
        if (additional.equals(target.version())) {
            throw FunctionStore.invalid("Invalid function version " + additional
                    + ". Function version should be different from the alias' main version.");
        }
        BigDecimal weight = target.additionalWeight();
        if (weight.signum() < 0 || weight.compareTo(BigDecimal.ONE) > 0) {
            throw FunctionStore.invalid("The weight of a version is 0 to 1, not " + weight + ".");
        }
    }

    private static boolean isVersion(String text) {
        return text.equals(FunctionVersion.LATEST) || PublishedVersions.isNumber(text);
    }

    private static MillirunException notFound(FunctionName name, String alias) {
        return new MillirunException(
                Fault.CALLER, "ResourceNotFoundException", "Cannot find alias " + alias + " of function " + name + ".");
    }
}
