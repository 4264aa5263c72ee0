package io.millirun.portal;

import io.millirun.kernel.ProcessRole;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.core.env.Environment;

/** The roles of this process, as {@code millirun.roles} names them. */
public record Roles(Set<ProcessRole> roles) {

    /** Where the roles are configured: names separated by commas. */
    public static final String PROPERTY = "millirun.roles";

    public Roles {
        roles = Collections.unmodifiableSet(EnumSet.copyOf(roles));
    }

    /** The roles that {@code environment} names; all where it names none. */
    static Roles of(Environment environment) {
        return parse(environment.getProperty(PROPERTY, ""));
    }

    /**
     * Reads names separated by commas; a blank text means all roles.
     *
     * @throws IllegalArgumentException if a name is no role
     */
    public static Roles parse(String text) {
        if (text.isBlank()) {
            return new Roles(EnumSet.allOf(ProcessRole.class));
        }
        return new Roles(Arrays.stream(text.split(","))
                .map(name -> role(name.strip().toLowerCase(Locale.ROOT)))
                .collect(Collectors.toSet()));
    }

    private static ProcessRole role(String name) {
        return Arrays.stream(ProcessRole.values())
                .filter(role -> role.text().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("\"" + name + "\" is not a role; the roles are " + names()));
    }

    private static String names() {
        return Arrays.stream(ProcessRole.values()).map(ProcessRole::text).collect(Collectors.joining(", "));
    }

    /** Whether this process has {@code role}. */
    public boolean has(ProcessRole role) {
        return roles.contains(role);
    }

    @Override
    public String toString() {
        return roles.stream().map(ProcessRole::text).collect(Collectors.joining(", "));
    }
}
