package io.millirun.runtimemanager;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a credential admits to.
 *
 * @param scopes the acts; at least one
 * @param functions the names of the functions it is limited to, at least one; null if it is good for all
 */
public record Grants(Set<Scope> scopes, @Nullable Set<String> functions) {

    /** Everything in an organization. */
    public static final Grants ALL = new Grants(EnumSet.complementOf(EnumSet.of(Scope.OPERATE)), null);

    public Grants {
        scopes = Collections.unmodifiableSet(EnumSet.copyOf(scopes));
        functions = functions == null ? null : Set.copyOf(functions);
        if (functions != null && functions.isEmpty()) {
            throw new IllegalArgumentException("a credential limited to functions names one at least");
        }
    }

    /** Whether the credential may be used for {@code scope} on some function, or on what belongs to none. */
    public boolean allow(Scope scope) {
        return scopes.contains(scope);
    }

    /** Whether the credential may be used for {@code scope} on the function of that name. */
    public boolean allow(Scope scope, String function) {
        return scopes.contains(scope) && covers(function);
    }

    /** Whether the function of that name is among those that the credential is good for. */
    public boolean covers(String function) {
        return functions == null || functions.contains(function);
    }
}
