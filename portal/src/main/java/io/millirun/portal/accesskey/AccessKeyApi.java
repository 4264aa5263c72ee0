package io.millirun.portal.accesskey;

import io.millirun.portal.account.UserId;
import io.millirun.portal.audit.Actor;
import io.millirun.portal.permission.Needs;
import io.millirun.portal.permission.Permission;
import io.millirun.runtimemanager.Caller;
import io.millirun.runtimemanager.Grants;
import io.millirun.runtimemanager.Scope;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** Access keys for programs: listed, made and revoked with a key that may administer. */
@RestController
@Needs(Permission.READ_KEYS)
@RequestMapping("/api/v1/keys")
@Tag(name = "Access keys")
class AccessKeyApi {

    private static final int DEFAULT_GRACE_HOURS = 168;

    private final AccessKeys keys;

    AccessKeyApi(AccessKeys keys) {
        this.keys = keys;
    }

    /** A key without its secret. */
    record Key(
            String id,
            String name,
            Set<Scope> scopes,
            @Nullable Set<String> functions,
            String status,
            Instant createdAt,
            @Nullable Instant expiresAt,
            @Nullable Instant lastUsedAt,
            @Nullable String replaces) {

        static Key of(AccessKeyView view) {
            return new Key(
                    view.id(),
                    view.name(),
                    view.grants().scopes(),
                    view.grants().functions(),
                    view.status().name(),
                    view.createdAt(),
                    view.expiresAt(),
                    view.lastUsedAt(),
                    view.replaces());
        }
    }

    /**
     * What a new key shall be.
     *
     * @param functions the names of the functions it is limited to; none for all
     * @param days how long it works; none for ever
     */
    record NewKey(
            @NotBlank @Size(max = 64) String name,
            @NotEmpty Set<Scope> scopes,
            @Nullable Set<String> functions,
            @Nullable @Positive Integer days) {}

    /** A new key, the only time its secret is told. */
    record MadeKey(String id, String secret, String token) {}

    @GetMapping
    @Operation(summary = "All access keys, without their secrets")
    List<Key> list(@Parameter(hidden = true) Caller caller) {
        return keys.list(caller.tenant()).stream().map(Key::of).toList();
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Needs(Permission.MANAGE_KEYS)
    @Operation(summary = "A new access key; it can be given no more than the key that asks has")
    MadeKey create(
            @Parameter(hidden = true) Caller caller, @Valid @RequestBody NewKey wanted, HttpServletRequest request) {
        Grants grants = new Grants(
                wanted.scopes(),
                wanted.functions() == null || wanted.functions().isEmpty() ? null : wanted.functions());
        if (!caller.grants().scopes().containsAll(grants.scopes())) {
            throw new ResponseStatusException(
                    HttpStatus.FORBIDDEN, "A key can be given no scope that the key which asks does not have.");
        }
        UserId creator = keys.creator(caller.tenant(), caller.name())
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.FORBIDDEN));
        var made = keys.create(
                caller.tenant(),
                creator,
                Actor.of(caller, request.getRemoteAddr()),
                wanted.name().strip(),
                grants,
                wanted.days() == null ? null : Duration.ofDays(wanted.days()));
        return new MadeKey(made.id(), made.secret(), made.bearerToken());
    }

    /**
     * How a key shall be rotated.
     *
     * @param graceHours how long the old key still works
     */
    record RotationRequest(
            @Nullable @PositiveOrZero @Max(2160) Integer graceHours) {}

    @PostMapping("/{id}/rotation")
    @ResponseStatus(HttpStatus.CREATED)
    @Needs(Permission.MANAGE_KEYS)
    @Operation(summary = "A new key that takes over from another; both work until the old one's time is over")
    MadeKey rotate(
            @Parameter(hidden = true) Caller caller,
            @PathVariable String id,
            @Valid @RequestBody RotationRequest wanted,
            HttpServletRequest request) {
        UserId creator = keys.creator(caller.tenant(), caller.name())
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.FORBIDDEN));
        Integer hours = wanted.graceHours();
        AccessKeys.Rotation rotation = keys.rotate(
                caller.tenant(),
                creator,
                Actor.of(caller, request.getRemoteAddr()),
                id,
                Duration.ofHours(hours == null ? DEFAULT_GRACE_HOURS : hours),
                grants -> caller.grants().scopes().containsAll(grants.scopes()));
        return switch (rotation) {
            case AccessKeys.Rotation.Rotated(var made) -> new MadeKey(made.id(), made.secret(), made.bearerToken());
            case AccessKeys.Rotation.Unknown _ -> throw new ResponseStatusException(HttpStatus.NOT_FOUND);
            case AccessKeys.Rotation.NotYours _ ->
                throw new ResponseStatusException(
                        HttpStatus.FORBIDDEN, "A key can be given no scope that the key which asks does not have.");
            case AccessKeys.Rotation.Over _ ->
                throw new ResponseStatusException(HttpStatus.CONFLICT, "The key does not work any more.");
            case AccessKeys.Rotation.UnderWay(String by) ->
                throw new ResponseStatusException(
                        HttpStatus.CONFLICT, "The key " + by + " takes over from it already, and both work.");
        };
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Needs(Permission.MANAGE_KEYS)
    @Operation(summary = "Revokes an access key; it stops within a second")
    void revoke(@Parameter(hidden = true) Caller caller, @PathVariable String id, HttpServletRequest request) {
        if (keys.revoke(caller.tenant(), Actor.of(caller, request.getRemoteAddr()), id)
                .isEmpty()) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
    }
}
