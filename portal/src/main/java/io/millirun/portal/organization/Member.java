package io.millirun.portal.organization;

import io.millirun.kernel.TenantId;
import io.millirun.portal.account.UserId;
import io.millirun.portal.permission.Permission;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A person in an organization: on whose behalf a page is shown. Pages take it as a parameter and find it in their model
 * as {@code member}.
 *
 * @param name the person's name
 * @param organizationSlug the organization's name in function URLs
 * @param pending whether the organization still waits for an operator to let it in
 * @param acting whether this is an operator who acts for the organization without belonging to it
 */
public record Member(
        UserId user,
        String name,
        String email,
        TenantId organization,
        String organizationName,
        String organizationSlug,
        Role role,
        boolean pending,
        boolean acting) {

    /** What an operator who acts for an organization may not do: leave credentials or people behind, or hand it on. */
    private static final Set<Permission> MEMBERS_ALONE =
            Set.of(Permission.MANAGE_KEYS, Permission.MANAGE_MEMBERS, Permission.OWN_ORGANIZATION);

    /** A member who belongs to the organization. */
    public Member(
            UserId user,
            String name,
            String email,
            TenantId organization,
            String organizationName,
            String organizationSlug,
            Role role) {
        this(user, name, email, organization, organizationName, organizationSlug, role, false, false);
    }

    /** Whether the member has {@code permission}. */
    public boolean may(Permission permission) {
        return role.may(permission) && !(acting && MEMBERS_ALONE.contains(permission));
    }

    /** One or two letters that stand for the person. */
    public String initials() {
        return Stream.of(name.strip().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .limit(2)
                .map(word -> word.substring(0, word.offsetByCodePoints(0, 1)))
                .collect(Collectors.joining());
    }

    /** The letter that stands for the organization. */
    public String organizationInitial() {
        return organizationName.substring(0, organizationName.offsetByCodePoints(0, 1));
    }
}
