package io.millirun.runtimemanager.functions;

import io.millirun.kernel.MillirunException;
import io.millirun.kernel.TenantId;
import jakarta.persistence.PersistenceException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Immutable, numbered snapshots of functions. */
public final class PublishedVersions {

    private final FunctionStore store;

    PublishedVersions(FunctionStore store) {
        this.store = store;
    }

    /**
     * Takes a snapshot of {@code $LATEST}; if nothing has changed since the last one, that is the answer.
     *
     * @param description of the version; null for that of the function
     * @param codeSha256 what the code must be, SHA-256 in base64; null for whatever is there
     * @param expected revision that {@code $LATEST} must have; null for whatever is there
     * @throws MillirunException {@code ResourceNotFoundException}, {@code PreconditionFailedException},
     *     {@code InvalidParameterValueException} if the code is another, {@code ResourceConflictException} if the function
     *     is not ready
     */
    public DeployedVersion publish(
            TenantId tenant,
            FunctionName name,
            @Nullable String description,
            @Nullable String codeSha256,
            @Nullable UUID expected) {
        return store.inTransaction(() -> {
            FunctionRow function = store.locked(tenant, name);
            VersionRow latest = store.rows().latest(tenant, function.id(), true);
            FunctionStore.expect(expected, latest.revision());
            DeployedVersion current = latest.toVersion(function, null, store.cipher());
            expectCode(codeSha256, current.version());
            expectReady(current.version());
            Optional<DeployedVersion> last = last(tenant, function);
            if (last.isPresent() && last.get().sameAs(current)) {
                return last.get();
            }
            VersionRow published = new VersionRow(
                    latest,
                    function.nextVersion(),
                    description == null ? current.description() : description,
                    store.now());
            store.rows().add(published);
            store.tell(tenant, function.id());
            return published.toVersion(function, null, store.cipher());
        });
    }

    private Optional<DeployedVersion> last(TenantId tenant, FunctionRow function) {
        List<VersionRow> all = store.rows().versions(tenant, function.id());
        VersionRow last = all.getLast();
        return last.number() == VersionRow.LATEST
                ? Optional.empty()
                : Optional.of(last.toVersion(function, null, store.cipher()));
    }

    private static void expectCode(@Nullable String codeSha256, FunctionVersion latest) {
        String current = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(latest.codeDigest()));
        if (codeSha256 != null && !codeSha256.isEmpty() && !codeSha256.equals(current)) {
            throw FunctionStore.invalid(
                    "CodeSHA256 (" + codeSha256 + ") is different from current CodeSHA256 in $LATEST (" + current
                            + "). Please try again with the CodeSHA256 in $LATEST.");
        }
    }

    private static void expectReady(FunctionVersion latest) {
        if (latest.state().phase() != VersionState.Phase.ACTIVE
                || latest.state().update() == VersionState.Update.IN_PROGRESS) {
            throw FunctionStore.conflict(
                    "The operation cannot be performed at this time. The function is being made ready.");
        }
    }

    /**
     * {@code $LATEST} and all published versions, by number.
     *
     * @throws MillirunException {@code ResourceNotFoundException}
     */
    public List<DeployedVersion> list(TenantId tenant, FunctionName name) {
        return store.inTransaction(() -> {
            FunctionRow function = store.existing(tenant, name);
            UrlRow url = store.rows().url(tenant, function.id(), UrlRow.UNQUALIFIED);
            return store.rows().versions(tenant, function.id()).stream()
                    .map(row -> row.toVersion(function, row.number() == VersionRow.LATEST ? url : null, store.cipher()))
                    .toList();
        });
    }

    /**
     * What a qualifier means: an alias' first version, a numbered version, or {@code $LATEST} for null and empty.
     * {@link FunctionVersion#qualifier()} is the one asked for.
     */
    public Optional<DeployedVersion> find(TenantId tenant, FunctionName name, @Nullable String qualifier) {
        return store.inTransaction(() -> store.rows().find(tenant, name).flatMap(function -> {
            String asked = qualifier == null || qualifier.equals(FunctionVersion.LATEST) ? "" : qualifier;
            UrlRow url = store.rows().url(tenant, function.id(), asked);
            return Optional.ofNullable(row(tenant, function, asked))
                    .map(row -> row.toVersion(function, url, store.cipher()))
                    .map(found -> new DeployedVersion(
                            found.version()
                                    .calledAs(
                                            qualifier == null ? "" : qualifier,
                                            found.version().url()),
                            found.description(),
                            found.modifiedAt()));
        }));
    }

    private @Nullable VersionRow row(TenantId tenant, FunctionRow function, String qualifier) {
        if (qualifier.isEmpty()) {
            return store.rows().latest(tenant, function.id(), false);
        }
        if (isNumber(qualifier)) {
            return store.rows().version(tenant, function.id(), Integer.parseInt(qualifier));
        }
        AliasRow alias = store.rows().alias(tenant, function.id(), qualifier);
        String version =
                alias == null ? null : alias.toAlias(function.name()).target().version();
        return version == null ? null : row(tenant, function, version.equals(FunctionVersion.LATEST) ? "" : version);
    }

    /** Whether {@code qualifier} can be the number of a published version. */
    static boolean isNumber(String qualifier) {
        return qualifier.matches("[1-9][0-9]{0,8}");
    }

    /**
     * Makes {@code $LATEST} again what a published version is.
     *
     * @param expected revision of {@code $LATEST} that the change was made from; null to change whatever is there
     * @throws MillirunException {@code ResourceNotFoundException}, {@code PreconditionFailedException}
     */
    public DeployedVersion restore(TenantId tenant, FunctionName name, int number, @Nullable UUID expected) {
        return store.inTransaction(() -> {
            FunctionRow function = store.locked(tenant, name);
            VersionRow latest = store.rows().latest(tenant, function.id(), true);
            FunctionStore.expect(expected, latest.revision());
            latest.restore(published(tenant, function, number), store.now());
            function.updated(store.now());
            store.tell(tenant, function.id());
            return latest.toVersion(
                    function, store.rows().url(tenant, function.id(), UrlRow.UNQUALIFIED), store.cipher());
        });
    }

    private VersionRow published(TenantId tenant, FunctionRow function, int number) {
        VersionRow row = number == VersionRow.LATEST ? null : store.rows().version(tenant, function.id(), number);
        if (row == null) {
            throw FunctionStore.notFound("Function not found: " + function.name() + ":" + number);
        }
        return row;
    }

    /**
     * Deletes one published version.
     *
     * @throws MillirunException {@code ResourceNotFoundException}, or {@code ResourceConflictException} if an alias points
     *     to it
     */
    public void delete(TenantId tenant, FunctionName name, int number) {
        store.inTransaction(() -> {
            FunctionRow function = store.existing(tenant, name);
            VersionRow row = published(tenant, function, number);
            try {
                store.rows().remove(row);
            } catch (PersistenceException failed) {
                throw FunctionStore.violates(failed, "function_alias_version")
                                || FunctionStore.violates(failed, "function_alias_additional_version")
                        ? FunctionStore.conflict("An alias of " + name + " points to version " + number
                                + ". Change or delete the alias first.")
                        : failed;
            }
            store.tell(tenant, function.id());
            return name;
        });
    }
}
