package io.millirun.portal.organization;

import io.millirun.kernel.TenantId;
import io.millirun.portal.account.UserId;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A person in an organization: on whose behalf a page is shown. Pages take it as a parameter and find it in their model
 * as {@code member}.
 *
 * @param name the person's name
 * @param organizationSlug the organization's name in function URLs
 */
public record Member(
        UserId user,
        String name,
        String email,
        TenantId organization,
        String organizationName,
        String organizationSlug,
        Role role) {

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
