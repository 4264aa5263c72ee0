package io.millirun.portal.audit;

import io.millirun.portal.organization.Member;
import org.jspecify.annotations.Nullable;

/**
 * Who did something.
 *
 * @param id the user's id or the access key's
 * @param name as shown to people who read the log
 * @param address the network address the request came from; null for what the platform did by itself
 */
public record Actor(
        Kind kind, String id, String name, @Nullable String address) {

    /** What kind of actor. */
    public enum Kind {
        USER,
        ACCESS_KEY,
        PLATFORM
    }

    /** The person behind a page. */
    public static Actor of(Member member, @Nullable String address) {
        return new Actor(Kind.USER, member.user().toString(), member.email(), address);
    }
}
