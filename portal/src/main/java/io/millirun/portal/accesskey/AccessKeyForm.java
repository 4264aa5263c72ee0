package io.millirun.portal.accesskey;

import io.millirun.portal.account.Person;
import io.millirun.portal.organization.Member;
import io.millirun.runtimemanager.Grants;
import io.millirun.runtimemanager.Scope;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the form for a new access key sends.
 *
 * @param functions the names of the functions the key is limited to, with commas or spaces between; blank for all
 */
record AccessKeyForm(
        @NotBlank @Size(max = 64) String name,
        @NotNull Expiry expiry,
        @NotEmpty Set<Scope> scopes,
        @Size(max = 4000) String functions) {

    AccessKeyForm {
        name = name == null ? "" : name.strip();
        expiry = expiry == null ? Expiry.NEVER : expiry;
        scopes = scopes == null || scopes.isEmpty() ? Set.of() : EnumSet.copyOf(scopes);
        functions = functions == null ? "" : functions.strip();
    }

    /** The form as it is first shown. */
    static AccessKeyForm fresh() {
        return new AccessKeyForm("", Expiry.DAYS_90, EnumSet.of(Scope.INVOKE), "");
    }

    /** The scopes that {@code member} has and so can give to a key. */
    static List<Scope> given(Member member, Person person) {
        return Arrays.stream(Scope.values())
                .filter(scope -> ScopeRule.mayGive(member, person, scope))
                .toList();
    }

    /** What the key shall admit to. */
    Grants grants() {
        Set<String> names = Arrays.stream(functions.split("[\\s,]+"))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toSet());
        return new Grants(scopes, names.isEmpty() ? null : names);
    }

    /** How long a new key works. */
    enum Expiry {
        DAYS_30(Duration.ofDays(30)),
        DAYS_90(Duration.ofDays(90)),
        DAYS_365(Duration.ofDays(365)),
        NEVER(null);

        private final @Nullable Duration life;

        Expiry(@Nullable Duration life) {
            this.life = life;
        }

        @Nullable
        Duration life() {
            return life;
        }
    }
}
